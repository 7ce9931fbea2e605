import { readdir, realpath } from "node:fs/promises";
import { unpackArchive } from "@graft/core/archive/unpack";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { platforms } from "@graft/core/platforms/registry";
import type { Prisma } from "@graft/database/generated/client";
import type { ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import type { Paths } from "../context/paths.ts";
import { explainFailure } from "../files/explain-failure.ts";
import { fillStaged, openStage, swap } from "../files/stage.ts";
import { hasLinkedTables } from "../links/linked-tables.ts";
import type { Operation } from "../running/run-operation.ts";
import { treeDigest } from "../tasks/tree-digest.ts";
import { digestsOf } from "./folder-digests.ts";
import { forgetAside, keepAside } from "./keep-aside.ts";
import { type Version, versionRows } from "./version-rows.ts";

export interface Placed {
	/** The rows to store. */
	readonly writes: Prisma.PrismaPromise<unknown>[];
	/** Where what stood in its folder, and is in no archive, is kept; null where nothing did. */
	readonly setAside: string | null;
}

/**
 * Puts a version into its folder, in exchange for what is there and for `insteadOf`. What is there and is in no archive is
 * kept aside first.
 */
export async function placeVersion(
	ctx: Context,
	operation: Operation,
	version: Version,
	row: ManagedRow | null,
	insteadOf: readonly string[] = [],
): Promise<Placed> {
	const { id } = version.extension;
	let setAside: string | null = null;
	const digest = treeDigest(version.archive);
	const present = await digestOnDisk(ctx, id);
	if (present !== digest) {
		await requireOwnFolder(ctx.paths, version.extension);
		const stage = await openStage(ctx.paths, operation.id);
		const away = present === undefined ? insteadOf : [id, ...insteadOf];
		if (present !== undefined && present !== row?.archive.treeSha256) {
			setAside = await keepAside(ctx, id);
			const text = `What was in the folder ${id} is kept in ${setAside}.`;
			operation.report({ kind: "note", text });
		}
		try {
			await fillStaged(stage, id, (folder) => unpackArchive(version.archive, folder));
			await swap(stage, { away, put: [id] });
		} catch (error) {
			if (setAside !== null) await forgetAside(ctx.paths, setAside);
			throw error;
		}
		operation.report({
			kind: "note",
			text: `The folder ${id} holds ${versionWords(version.extension)}.`,
		});
		if (row?.active && (await hasLinkedTables(ctx, row.platform))) {
			const text = `What the linked database has for ${id} follows once it is activated again.`;
			operation.report({ kind: "note", text });
		}
	}
	return { writes: versionRows(ctx, version, digest), setAside };
}

/** Some public extensions have none. */
function versionWords({ version }: Extension): string {
	return version === "" ? "an extension without a version" : `version ${version}`;
}

/** EXTENSIONS_DIR may belong to one system alone, which would stumble on what is meant for another. */
async function requireOwnFolder({ extensions }: Paths, { id, platform }: Extension): Promise<void> {
	const folder = await realpath(extensions).catch(() => extensions);
	const owner = platforms.find((each) => each.runsFolder?.(folder));
	if (owner === undefined || owner.id === platform) return;
	throw new GraftError(
		"refused",
		`${extensions} belongs to ${owner.name}, which runs what it finds there; ${id} is not for it.`,
		{ hint: "Set EXTENSIONS_DIR to another folder for extensions of other systems." },
	);
}

/** undefined where there is no such folder, null where it cannot be read wholly. */
export async function digestOnDisk(
	ctx: Pick<Context, "paths" | "runTask">,
	name: string,
): Promise<string | null | undefined> {
	if (!(await namesIn(ctx.paths.extensions)).includes(name)) return undefined;
	return (await digestsOf(ctx, [name])).get(name)?.digest ?? null;
}

/** Of a folder that may not be read, nobody says that it is empty. */
async function namesIn(folder: string): Promise<string[]> {
	try {
		return await readdir(folder);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
		throw explainFailure(error);
	}
}
