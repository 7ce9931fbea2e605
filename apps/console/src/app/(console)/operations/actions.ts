"use server";

import { cancelOperation, cancelOperationInput } from "@graft/services/operations/cancel-operation";
import { undoOperation, undoOperationInput } from "@graft/services/operations/undo-operation";
import { answer, type Result } from "../../../server/guard.ts";
import { type Started, wakeRunner } from "../../../server/runner.ts";

export async function cancel(raw: unknown): Promise<Result<null>> {
	return answer("administrator", cancelOperationInput, raw, async ({ ctx, input }) => {
		await cancelOperation({ ctx, input });
		return null;
	});
}

export async function undo(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", undoOperationInput, raw, async ({ ctx, input }) => {
		const { id } = await undoOperation({ ctx, input });
		wakeRunner();
		return { operation: id };
	});
}
