import { GraftError } from "@graft/core/domain/errors";
import { findPlatform, gitPlaceOf } from "@graft/core/platforms/places";
import * as z from "zod";
import { loadExtension } from "../catalogue/load-extension.ts";
import { requireAccepted } from "../context/acceptance.ts";
import { type Call, parseInput } from "../context/context.ts";
import { acceptedCodes, extensionId } from "../context/input-parts.ts";
import type { BuiltBundle } from "../tasks/bundles.ts";
import { agentFiles, bundleChoice } from "./agent-files.ts";

export const buildBundlesInput = z.object({
	id: extensionId,
	/** Which agent files to take, by their path in the extension; left out, what it proposes. */
	files: z.array(z.string().max(1024)).readonly().optional(),
	windowsPath: z.string().min(1).max(260).optional(),
	/** Packages for the platform's own deployment too. */
	deployment: z.boolean().default(false),
	accept: acceptedCodes,
});

/** What agents get of the version in place: the same bytes from the same version and choice, everywhere. */
export async function buildBundles({
	ctx,
	input,
}: Call<typeof buildBundlesInput>): Promise<readonly BuiltBundle[]> {
	const { id, deployment, accept, ...given } = parseInput(buildBundlesInput, input);
	const loaded = await loadExtension(ctx, id);
	const accepted = [...loaded.accepted, ...accept];
	requireAccepted(loaded.problems, accepted, ["agent"], `To bundle ${id} for agents`);
	const { extension } = loaded;
	const platform = findPlatform(extension.platform);
	if (platform?.bundles === undefined) {
		const name = platform?.name ?? extension.platform;
		throw new GraftError("refused", `${name} has no agents to make bundles for.`, {
			hint:
				gitPlaceOf(platform) === undefined
					? "Its extensions are complete with their server part."
					: `They get it from a repository: install-plugin up ${id}`,
		});
	}
	return ctx.runTask(
		"packDownloads",
		extension,
		await agentFiles(loaded),
		bundleChoice(given),
		deployment,
	);
}
