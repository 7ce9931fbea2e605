import * as z from "zod";
import { lookAround, readBeside } from "../catalogue/neighbours.ts";
import { type Call, parseInput } from "../context/context.ts";
import { archiveBytes, archiveRoot } from "../context/input-parts.ts";
import { linkedSchemaVersion } from "../links/settle-problems.ts";
import type { Report } from "../tasks/report.ts";

export const reportArchiveInput = z.object({ bytes: archiveBytes, root: archiveRoot });

/** Inspects an archive for somebody who only sends on what a page shows of it. Writes nothing and runs nothing. */
export async function reportArchive({
	ctx,
	input,
}: Call<typeof reportArchiveInput>): Promise<Report> {
	const { bytes, root } = parseInput(reportArchiveInput, input);
	const report = await readBeside(
		await lookAround(ctx),
		(neighbours) => ctx.runTask("report", bytes, neighbours, root),
		({ claimant }) => claimant,
	);
	const version = report.dependsOnSchema ? await linkedSchemaVersion(ctx, report.platform) : null;
	const settled = version === null ? report : await ctx.runTask("settleReport", report, version);
	return { ...settled, json: await ctx.runTask("shortenReport", settled.json) };
}
