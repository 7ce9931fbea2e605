"use server";

import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { previewRemoval, removeExtensionInput } from "@graft/services/way/remove-extension";
import { answer, type Result } from "../../../../../server/guard.ts";
import { putInOrder } from "../../../../../server/put-in-order.ts";
import { type Started, startHere } from "../../../../../server/runner.ts";
import { shownRemovalPlan } from "../../../../../server/shown-plans.ts";

export async function reviewRemoval(raw: unknown): Promise<Result<RemovalPlan>> {
	const schema = removeExtensionInput.omit({ planHash: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.id);
		return shownRemovalPlan(await previewRemoval({ ctx, input }));
	});
}

export async function remove(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", removeExtensionInput, raw, ({ ctx, input }) =>
		startHere(ctx, "remove", input),
	);
}
