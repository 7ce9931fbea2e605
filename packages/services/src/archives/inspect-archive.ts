import * as z from "zod";
import { lookAround, readBeside } from "../catalogue/neighbours.ts";
import { type Call, parseInput } from "../context/context.ts";
import { archiveBytes, archiveRoot } from "../context/input-parts.ts";
import { settleProblems } from "../links/settle-problems.ts";
import type { Inspection } from "../tasks/inspection.ts";

export const inspectArchiveInput = z.object({ bytes: archiveBytes, root: archiveRoot });

/** Says what an archive is and would do, refused or not. Writes nothing and runs nothing. */
export async function inspectArchive({
	ctx,
	input,
}: Call<typeof inspectArchiveInput>): Promise<Inspection> {
	const { bytes, root } = parseInput(inspectArchiveInput, input);
	const { inspection } = await readBeside(
		await lookAround(ctx),
		(neighbours) => ctx.runTask("inspect", bytes, neighbours, root),
		({ extension }) => extension,
	);
	const { extension, problems } = inspection;
	return { ...inspection, problems: await settleProblems(ctx, extension?.platform, problems) };
}
