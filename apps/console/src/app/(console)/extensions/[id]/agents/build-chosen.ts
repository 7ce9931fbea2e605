import { buildBundles } from "@graft/services/bundles/build-bundles";
import type { Context } from "@graft/services/context/context";
import type { BundleChoice } from "./bundle-choice.ts";

/** Every bundle of a choice: the plain downloads, and the deployment packages. */
export function buildChosen(ctx: Context, { id, files, windowsPath, accept }: BundleChoice) {
	return buildBundles({
		ctx,
		input: { id, files, accept, deployment: true, ...(windowsPath !== "" && { windowsPath }) },
	});
}
