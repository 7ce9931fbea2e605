import { readArchive } from "@graft/core/archive/read-archive";
import { isRefused } from "@graft/core/domain/problem";
import { refusedArchive } from "../archives/import-archive.ts";
import { readTree } from "../archives/inspection.ts";
import { type Call, parseInput } from "../context.ts";
import { neighbours } from "../extensions/neighbours.ts";
import { storedCodes } from "../extensions/stored.ts";
import { archiveBytes } from "../input-parts.ts";
import { inKnownFolder } from "./in-known-folder.ts";
import { planFrom, type ShownPlan } from "./plan-server.ts";
import { serverChangeInput } from "./prepare-plan.ts";
import { sourceOf } from "./server-work.ts";

export const planArchiveInput = serverChangeInput
	.omit({ id: true, goal: true })
	.extend({ bytes: archiveBytes });

/** What would be done on a server, were this archive imported and installed. Writes nothing, there or here. */
export async function planArchive({
	ctx,
	input,
}: Call<typeof planArchiveInput>): Promise<ShownPlan> {
	const { bytes, ...change } = parseInput(planArchiveInput, input);
	const archive = readArchive(bytes);
	const { extension, problems } = readTree(archive, await neighbours(ctx));
	if (extension === null || isRefused(problems)) throw refusedArchive(problems);
	const where = { sha256: archive.sha256 };
	const known = await ctx.database.archive.findUnique({ where });
	const accepted = known === null ? [] : storedCodes(known.accepted);
	const loaded = { extension, tree: archive, problems, accepted, row: null };
	const source = { ...sourceOf(loaded), loaded };
	const there = inKnownFolder(ctx, extension.id, change);
	return planFrom(ctx, { ...there, goal: "present" }, async () => source);
}
