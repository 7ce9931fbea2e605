"use server";

import { previewUp, upExtensionInput } from "@graft/services/way/up-extension";
import type { UpPlan } from "@graft/services/way/up-plan";
import * as z from "zod";
import { answer, type Result } from "../../../../../server/guard.ts";
import { putInOrder } from "../../../../../server/put-in-order.ts";
import { type Started, startHere } from "../../../../../server/runner.ts";
import { shownUpPlan } from "../../../../../server/shown-plans.ts";

/** Of what is here: an archive is imported by its own review. */
const imported = upExtensionInput.extend({ subject: z.strictObject({ id: z.string() }) });

export async function reviewUp(raw: unknown): Promise<Result<UpPlan>> {
	const schema = imported.omit({ planHash: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.subject.id);
		return shownUpPlan(await previewUp({ ctx, input }));
	});
}

export async function up(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", imported, raw, ({ ctx, input }) => startHere(ctx, "up", input));
}
