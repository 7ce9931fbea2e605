import type { FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import { isRefused, type Problem } from "@graft/core/domain/problem";
import { findManaged, type ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { settleProblems } from "../links/settle-problems.ts";
import { treeDigest } from "../tasks/tree-digest.ts";
import { readKeptAgain } from "./archive-store.ts";
import { folderProblems } from "./folder-problems.ts";
import { type Look, lookAround, readBeside } from "./neighbours.ts";
import { digestOnDisk } from "./place-version.ts";
import { readByHand } from "./read-by-hand.ts";
import { storedCodes } from "./stored.ts";
import { storedExtension } from "./stored-extension.ts";

/** An extension that is in its place, read again by today's rules, with the bytes that its checks are about. */
export interface LoadedExtension {
	readonly extension: Extension;
	readonly tree: FileTree;
	/** sha256 over all of it: over its folder too, where somebody changed that. What a plan is bound to. */
	readonly content: string;
	readonly problems: readonly Problem[];
	readonly accepted: readonly string[];
	/** null where its folder came by hand. */
	readonly row: ManagedRow | null;
}

/** Throws GraftError "not-found" where there is no such extension, "refused" where it cannot be used. */
export async function loadExtension(
	ctx: Context,
	id: string,
	how: Look = "now",
): Promise<LoadedExtension> {
	const row = findManaged(ctx.paths.databaseUrl, id);
	const loaded = row === null ? await loadByHand(ctx, id, how) : await loadManaged(ctx, row, how);
	if (isRefused(loaded.problems)) {
		throw new GraftError("refused", `${id} cannot be used as it is.`, {
			hint: "Fix its problems, pack it again and import that.",
			problems: loaded.problems,
		});
	}
	return loaded;
}

async function loadManaged(ctx: Context, row: ManagedRow, how: Look): Promise<LoadedExtension> {
	const read = await readBeside(
		await lookAround(ctx, how),
		(neighbours) => readKeptAgain(ctx, row.archiveSha256, neighbours),
		({ reading }) => reading.extension,
		storedExtension(row.archive.extension),
	);
	const { extension, problems } = read.reading;
	const tree = read.archive;
	if (extension === null) throw refusedNow(row.id, problems);
	const digest = await digestOnDisk(ctx, row.id);
	const archived = treeDigest(tree);
	const content =
		digest === archived ? archived : sha256(canonicalJson([archived, digest ?? null]));
	const found = [
		...folderProblems(row, digest),
		...(await settleProblems(ctx, row.platform, problems)),
	];
	const accepted = storedCodes(row.archive.accepted);
	return { extension, tree, content, problems: found, accepted, row };
}

async function loadByHand(ctx: Context, id: string, how: Look): Promise<LoadedExtension> {
	const present = await digestOnDisk(ctx, id);
	if (present === undefined) throw notFound(ctx, id);
	const { tree, problems: unread, reading } = await readByHand(ctx, id, how);
	if (tree === null || reading === null) throw refusedNow(id, unread);
	const { extension, problems } = reading;
	if (extension?.id !== id) throw refusedNow(id, problems);
	const content = treeDigest(tree);
	const settled = await settleProblems(ctx, extension.platform, problems);
	return { extension, tree, content, problems: [...unread, ...settled], accepted: [], row: null };
}

export function notFound({ paths }: Pick<Context, "paths">, id: string): GraftError {
	return new GraftError("not-found", `There is no extension ${id} in ${paths.extensions}.`, {
		hint: "Check the list for its id, or import its archive first.",
	});
}

function refusedNow(id: string, problems: readonly Problem[]): GraftError {
	return new GraftError("refused", `The folder ${id} holds no extension of that id.`, {
		hint: "The list shows what is wrong with it and how to repair it.",
		problems,
	});
}
