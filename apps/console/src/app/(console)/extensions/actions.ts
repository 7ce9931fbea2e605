"use server";

import type { DatabasePlan } from "@graft/core/domain/database-plan";
import {
	activateExtension,
	activateExtensionInput,
	previewActivation,
} from "@graft/services/extensions/activate-extension";
import {
	deactivateExtension,
	deactivateExtensionInput,
	previewDeactivation,
} from "@graft/services/extensions/deactivate-extension";
import { mendFolder, mendFolderInput } from "@graft/services/extensions/mend-folder";
import { switchVersion, switchVersionInput } from "@graft/services/extensions/switch-version";
import { answer, type Result } from "../../../server/guard.ts";
import { needsReview } from "../../../server/needs-review.ts";
import { putInOrder } from "../../../server/put-in-order.ts";

/** null where no database has to do with it. */
export async function reviewActivation(raw: unknown): Promise<Result<DatabasePlan | null>> {
	const schema = activateExtensionInput.omit({ plan: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.id);
		const { plan } = await previewActivation({ ctx, input });
		return plan;
	});
}

export async function activate(raw: unknown): Promise<Result<null>> {
	return answer("administrator", activateExtensionInput, raw, async ({ ctx, input }) => {
		await activateExtension({ ctx, input });
		return null;
	});
}

export async function reviewDeactivation(raw: unknown): Promise<Result<DatabasePlan | null>> {
	const schema = deactivateExtensionInput.omit({ plan: true });
	return answer("administrator", schema, raw, async ({ ctx, input }) => {
		await putInOrder(ctx, input.id);
		const { plan } = await previewDeactivation({ ctx, input });
		return plan;
	});
}

export async function deactivate(raw: unknown): Promise<Result<null>> {
	return answer("administrator", deactivateExtensionInput, raw, async ({ ctx, input }) => {
		await deactivateExtension({ ctx, input });
		return null;
	});
}

export async function installVersion(raw: unknown): Promise<Result<{ reviewNext: boolean }>> {
	return answer("administrator", switchVersionInput, raw, async ({ ctx, input }) => {
		await switchVersion({ ctx, input });
		return { reviewNext: await needsReview(ctx, input.id) };
	});
}

export async function mend(raw: unknown): Promise<Result<null>> {
	return answer("administrator", mendFolderInput, raw, async ({ ctx, input }) => {
		await mendFolder({ ctx, input });
		return null;
	});
}
