"use server";

import { answer, type Result } from "../../../../../server/guard.ts";
import { buildChosen } from "./build-chosen.ts";
import { type BundleOffer, bundleChoice } from "./bundle-choice.ts";

/** Changes nothing, so that a viewer may ask as well. */
export async function offerBundles(raw: unknown): Promise<Result<readonly BundleOffer[]>> {
	return answer("viewer", bundleChoice, raw, async ({ ctx, input }) => {
		const bundles = await buildChosen(ctx, input);
		return bundles.map(({ bytes, ...bundle }) => ({ ...bundle, bytes: bytes.length }));
	});
}
