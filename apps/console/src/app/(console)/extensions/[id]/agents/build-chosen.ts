import { buildBundles } from "@graft/services/bundles/build-bundles";
import type { Context } from "@graft/services/context/context";
import type { BundleChoice } from "./bundle-choice.ts";
import { chosenFiles } from "./chosen-files.ts";

/** Every bundle of a choice: the plain downloads, and the deployment packages. */
export async function buildChosen(ctx: Context, choice: BundleChoice) {
	const { id, windowsPath, accept } = choice;
	const files = await chosenFiles(ctx, choice);
	return buildBundles({
		ctx,
		input: { id, files, accept, deployment: true, ...(windowsPath !== "" && { windowsPath }) },
	});
}
