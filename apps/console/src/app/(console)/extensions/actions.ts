"use server";

import type { DatabasePlan } from "@graft/core/domain/database-plan";
import {
	activateExtensionInput,
	previewActivation,
} from "@graft/services/extensions/activate-extension";
import {
	deactivateExtensionInput,
	previewDeactivation,
} from "@graft/services/extensions/deactivate-extension";
import { mendFolderInput } from "@graft/services/extensions/mend-folder";
import { switchVersionInput } from "@graft/services/extensions/switch-version";
import { answer, type Result } from "../../../server/guard.ts";
import { needsReview } from "../../../server/needs-review.ts";
import { putInOrder } from "../../../server/put-in-order.ts";
import { type Started, startHere } from "../../../server/runner.ts";
import { shownDatabasePlan } from "../../../server/shown-plans.ts";

/** null where no database has to do with it. */
export async function reviewActivation(raw: unknown): Promise<Result<DatabasePlan | null>> {
	const schema = activateExtensionInput.omit({ plan: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.id);
		const { plan } = await previewActivation({ ctx, input });
		return plan && shownDatabasePlan(plan);
	});
}

export async function activate(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", activateExtensionInput, raw, ({ ctx, input }) =>
		startHere(ctx, "activate", input),
	);
}

export async function reviewDeactivation(raw: unknown): Promise<Result<DatabasePlan | null>> {
	const schema = deactivateExtensionInput.omit({ plan: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.id);
		const { plan } = await previewDeactivation({ ctx, input });
		return plan && shownDatabasePlan(plan);
	});
}

export async function deactivate(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", deactivateExtensionInput, raw, ({ ctx, input }) =>
		startHere(ctx, "deactivate", input),
	);
}

export async function installVersion(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", switchVersionInput, raw, ({ ctx, input }) =>
		startHere(ctx, "switch-version", input),
	);
}

/** Whether the version that is here now has something to do in OCS's database, which must be seen before. */
export async function reviewNext(raw: unknown): Promise<Result<boolean>> {
	const schema = switchVersionInput.pick({ id: true });
	return answer("administrator", schema, raw, ({ ctx, input }) => needsReview(ctx, input.id));
}

export async function mend(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", mendFolderInput, raw, ({ ctx, input }) =>
		startHere(ctx, "mend", input),
	);
}
