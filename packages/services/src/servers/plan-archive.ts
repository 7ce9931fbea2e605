import { loadArchive } from "../catalogue/load-archive.ts";
import { type Call, parseInput } from "../context/context.ts";
import { archiveBytes, archiveRoot } from "../context/input-parts.ts";
import { inKnownFolder } from "./in-known-folder.ts";
import { planFrom, type ShownPlan } from "./plan-server.ts";
import { serverChangeInput, sourceToPlace } from "./prepare-plan.ts";

export const planArchiveInput = serverChangeInput
	.omit({ id: true, goal: true })
	.extend({ bytes: archiveBytes, root: archiveRoot });

/** What would be done on a server, were this archive imported and installed. Writes nothing, there or here. */
export async function planArchive({
	ctx,
	input,
}: Call<typeof planArchiveInput>): Promise<ShownPlan> {
	const { bytes, root, ...change } = parseInput(planArchiveInput, input);
	const loaded = await loadArchive(ctx, bytes, root);
	const there = inKnownFolder(ctx, loaded.extension.id, change);
	return planFrom(ctx, { ...there, goal: "present" }, () =>
		sourceToPlace(ctx, loaded, change.accept),
	);
}
