"use server";

import { fewerProblems } from "@graft/core/domain/fewer-problems";
import { cancelOperation, cancelOperationInput } from "@graft/services/operations/cancel-operation";
import {
	previewUndo,
	type UndoPlan,
	undoOperation,
	undoOperationInput,
} from "@graft/services/operations/undo-operation";
import { answer, type Result } from "../../../server/guard.ts";
import { type Started, wakeRunner } from "../../../server/runner.ts";

export async function cancel(raw: unknown): Promise<Result<null>> {
	return answer("administrator", cancelOperationInput, raw, async ({ ctx, input }) => {
		await cancelOperation({ ctx, input });
		return null;
	});
}

export async function reviewUndo(raw: unknown): Promise<Result<UndoPlan>> {
	const schema = undoOperationInput.omit({ planHash: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		const plan = await previewUndo({ ctx, input });
		return { ...plan, problems: fewerProblems(plan.problems) };
	});
}

export async function undo(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", undoOperationInput, raw, async ({ ctx, input }) => {
		const { id } = await undoOperation({ ctx, input });
		wakeRunner();
		return { operation: id };
	});
}
