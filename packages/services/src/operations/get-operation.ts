import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { eventOf, type OperationEvent } from "../running/events.ts";
import { findOperation } from "./find-operation.ts";
import { type OperationView, viewOf } from "./operation-view.ts";

export const getOperationInput = z.strictObject({
	id: z.string().min(1).max(255),
	/** The last ones; left out, all. */
	mostEvents: z.int().min(0).optional(),
});

export interface OperationDetail extends OperationView {
	readonly events: readonly OperationEvent[];
}

/** One operation with what happened in it so far. Throws GraftError "not-found". */
export async function getOperation({
	ctx,
	input,
}: Call<typeof getOperationInput>): Promise<OperationDetail> {
	const { id, mostEvents: take } = parseInput(getOperationInput, input);
	const found = await findOperation(ctx, id);
	const rows = await ctx.database.operationEvent.findMany({
		where: { operationId: found.id },
		orderBy: { number: "desc" },
		...(take !== undefined && { take }),
	});
	return { ...viewOf(found), events: rows.toReversed().map(eventOf) };
}
