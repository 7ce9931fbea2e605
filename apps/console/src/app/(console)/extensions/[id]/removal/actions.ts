"use server";

import type { AwayPlan } from "@graft/services/whole-way/away-plan";
import {
	previewTakeAway,
	takeAwayExtensionInput,
} from "@graft/services/whole-way/take-away-extension";
import { answer, type Result } from "../../../../../server/guard.ts";
import { putInOrder } from "../../../../../server/put-in-order.ts";
import { type Started, startHere } from "../../../../../server/runner.ts";
import { shownAwayPlan } from "../../../../../server/shown-plans.ts";

export async function reviewRemoval(raw: unknown): Promise<Result<AwayPlan>> {
	const schema = takeAwayExtensionInput.omit({ planHash: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.id);
		return shownAwayPlan(await previewTakeAway({ ctx, input }));
	});
}

export async function remove(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", takeAwayExtensionInput, raw, ({ ctx, input }) =>
		startHere(ctx, "remove", input),
	);
}
