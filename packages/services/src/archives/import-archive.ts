import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { isRefused, type Problem } from "@graft/core/domain/problem";
import { findManaged, type ManagedRow } from "@graft/database/quick-look";
import * as z from "zod";
import { dropArchive, keepArchive } from "../catalogue/archive-store.ts";
import { indexNow } from "../catalogue/index-archives.ts";
import { lookAround, readBeside } from "../catalogue/neighbours.ts";
import { digestOnDisk, placeVersion } from "../catalogue/place-version.ts";
import { refusedArchive } from "../catalogue/refused-archive.ts";
import { storedCodes } from "../catalogue/stored.ts";
import { accept, requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes, archiveBytes, archiveRoot } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { settleProblems } from "../links/settle-problems.ts";
import { type Operation, type Outcome, runOperation } from "../running/run-operation.ts";
import { archiveOf, type Inspection, inspectionOf } from "../tasks/inspection.ts";
import { treeDigest } from "../tasks/tree-digest.ts";

export const importArchiveInput = z.object({
	bytes: archiveBytes,
	fileName: z.string().max(255).optional(),
	root: archiveRoot,
	accept: acceptedCodes,
});

export interface Imported {
	readonly id: string;
	readonly version: string;
	readonly sha256: string;
	/** The version whose place it took; null where there was none, or the very same archive. */
	readonly replacedVersion: string | null;
	/** Where what stood in its folder, and is in no archive, is kept; null where nothing did. */
	readonly setAside: string | null;
	readonly inspection: Inspection;
}

/**
 * Keeps an archive and unpacks it into the folder of its extension; an active one stays active.
 * Throws GraftError "refused" with all problems, and has then changed nothing.
 */
export async function importArchive({
	ctx,
	input,
}: Call<typeof importArchiveInput>): Promise<Imported> {
	await requireAdministrator(ctx, "import an archive");
	const { bytes, root, fileName = null, accept: codes } = parseInput(importArchiveInput, input);
	const brought = await readBeside(
		await lookAround(ctx),
		(neighbours) => ctx.runTask("read", bytes, neighbours, root),
		(read) => read.reading.extension,
	);
	const { archive, takenFrom, part } = brought;
	const { extension, problems } = brought.reading;
	if (extension === null || isRefused(problems)) throw refusedArchive(problems);
	const settled = await settleProblems(ctx, extension.platform, problems);

	const asked = { kind: "import", extensionId: extension.id, version: extension.version } as const;
	const placed = await runOperation(ctx, asked, async (operation) => {
		if (takenFrom !== null) {
			const text = `It was taken from ${takenFrom.root} of an archive with the sha256 ${takenFrom.sha256}.`;
			operation.report({ kind: "note", text });
		}
		const zip = part ?? bytes;
		const read = { archive, extension, problems, settled, bytes: zip, fileName, codes };
		return importAlone(ctx, operation, read);
	});
	await indexNow(ctx);
	return {
		id: extension.id,
		version: extension.version,
		sha256: archive.sha256,
		...placed,
		inspection: inspectionOf(archiveOf(brought), { extension, problems: settled }),
	};
}

interface ReadArchive {
	readonly archive: Archive;
	readonly extension: Extension;
	/** All of them are kept: another database may be linked later. */
	readonly problems: readonly Problem[];
	/** Those that hold for the database that is linked now. */
	readonly settled: readonly Problem[];
	readonly bytes: Uint8Array;
	readonly fileName: string | null;
	readonly codes: readonly string[];
}

async function importAlone(
	ctx: Context,
	operation: Operation,
	{ archive, extension, problems, settled, bytes, fileName, codes }: ReadArchive,
): Promise<Outcome<Pick<Imported, "replacedVersion" | "setAside">>> {
	const { id } = extension;
	const { sha256 } = archive;
	const row = findManaged(ctx.paths.databaseUrl, id);
	if (row !== null && row.platform !== extension.platform) throw otherPlatform(row, extension);

	const known = await ctx.database.archive.findUnique({ where: { sha256 } });
	const before = known === null ? [] : storedCodes(known.accepted);
	const accepted = accept(problems, before, codes);
	if (row?.active) {
		const what = `${id} is active; to replace it by version ${extension.version}`;
		requireAccepted(settled, accepted, ["web", "database"], what);
	}
	const same = row?.archiveSha256 === sha256;
	const inPlace = same && (await digestOnDisk(ctx, id)) === treeDigest(archive);
	await keepArchive(ctx.paths, archive, bytes);
	const version = { archive, extension, problems, accepted, fileName };
	const { writes, setAside } = await placeVersion(ctx, operation, version, row).catch(
		async (error: unknown) => {
			if (known === null) await dropArchive(ctx.paths, archive).catch(() => undefined);
			throw error;
		},
	);
	const replacedVersion = row === null || same ? null : row.archive.version;
	const result = { replacedVersion, setAside };
	if (inPlace && accepted.length === before.length) return { result, summary: null, writes };
	return {
		result,
		summary: `Version ${extension.version} was imported.`,
		before: row?.archiveSha256 ?? null,
		writes,
	};
}

function otherPlatform(row: ManagedRow, extension: Extension): GraftError {
	return new GraftError(
		"refused",
		`${row.id} is already the id of an extension of another system, ${row.platform}; this one is for ${extension.platform}.`,
		{ hint: "Remove the other one first, or give this one another id." },
	);
}
