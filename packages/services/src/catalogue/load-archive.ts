import { isRefused } from "@graft/core/domain/problem";
import type { Context } from "../context/context.ts";
import { settleProblems } from "../links/settle-problems.ts";
import { treeDigest } from "../tasks/tree-digest.ts";
import type { LoadedExtension } from "./load-extension.ts";
import { lookAround, readBeside } from "./neighbours.ts";
import { refusedArchive } from "./refused-archive.ts";
import { storedCodes } from "./stored.ts";

/** An extension as it would be, were this archive imported. Writes nothing. Throws GraftError "refused". */
export async function loadArchive(
	ctx: Context,
	bytes: Uint8Array,
	root: string | undefined,
): Promise<LoadedExtension> {
	const { archive, reading } = await readBeside(
		await lookAround(ctx),
		(neighbours) => ctx.runTask("read", bytes, neighbours, root),
		(read) => read.reading.extension,
	);
	const { extension, problems } = reading;
	if (extension === null || isRefused(problems)) throw refusedArchive(problems);
	const where = { sha256: archive.sha256 };
	const known = await ctx.database.archive.findUnique({ where });
	const accepted = known === null ? [] : storedCodes(known.accepted);
	const content = treeDigest(archive);
	const settled = await settleProblems(ctx, extension.platform, problems);
	return { extension, tree: archive, content, problems: settled, accepted, row: null };
}
