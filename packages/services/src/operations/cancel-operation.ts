import { GraftError } from "@graft/core/domain/errors";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { isEnded, type OperationState } from "../context/operation-kinds.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { dropAsked } from "./asked-input.ts";
import { findOperation } from "./find-operation.ts";

export const cancelOperationInput = z.strictObject({ id: z.string().min(1).max(255) });

/**
 * Has an operation end before its next step, with everything put back; one that waits still ends at once. Which of the
 * two came first, the wish or the end, its end says. Throws GraftError "refused" where it was cancelled or has ended before.
 */
export async function cancelOperation({
	ctx,
	input,
}: Call<typeof cancelOperationInput>): Promise<{ id: string; state: "cancelling" | "cancelled" }> {
	await requireAdministrator(ctx, "cancel an operation");
	const { id } = await findOperation(ctx, parseInput(cancelOperationInput, input).id);
	const by = ctx.actor.name;
	const outcome = `It was cancelled by ${by} before it began.`;
	const answer = await ctx.queue.cancel(id, by, { state: "cancelled", outcome });
	if (answer === "ended") await dropAsked(ctx.paths, id);
	if (answer !== null) return { id, state: answer === "ended" ? "cancelled" : "cancelling" };
	const now = await findOperation(ctx, id);
	if (isEnded(now.state as OperationState))
		throw new GraftError(
			"refused",
			`It has ended already: ${now.state}. ${now.outcome ?? ""}`.trim(),
			{
				hint: "To reverse what it did, undo it.",
			},
		);
	throw new GraftError(
		"refused",
		`It is being cancelled already: ${now.cancelAskedBy} asked for that at ${now.cancelAskedAt?.toISOString()}.`,
		{ hint: "It ends before its next step. Wait for that." },
	);
}
