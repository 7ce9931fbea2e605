"use server";

import { deployExtensionInput } from "@graft/services/deliveries/deploy-extension";
import {
	previewDeployment,
	previewDeploymentInput,
	type ShownDeployment,
} from "@graft/services/deliveries/preview-deployment";
import { retryDeploymentInput } from "@graft/services/deliveries/retry-deployment";
import {
	previewWithdrawal,
	type WithdrawnDeployment,
	withdrawDeploymentInput,
} from "@graft/services/deliveries/withdraw-deployment";
import { answer, type Result } from "../../../../../server/guard.ts";
import { type Started, startHere } from "../../../../../server/runner.ts";

export async function reviewDeployment(raw: unknown): Promise<Result<ShownDeployment>> {
	return answer("administrator", previewDeploymentInput, raw, (asked) => previewDeployment(asked));
}

export async function deploy(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", deployExtensionInput, raw, ({ ctx, input }) =>
		startHere(ctx, "deploy", input),
	);
}

export async function retry(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", retryDeploymentInput, raw, ({ ctx, input }) =>
		startHere(ctx, "retry", input),
	);
}

export async function reviewWithdrawal(raw: unknown): Promise<Result<WithdrawnDeployment>> {
	return answer("administrator", withdrawDeploymentInput, raw, (asked) => previewWithdrawal(asked));
}

export async function withdraw(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", withdrawDeploymentInput, raw, ({ ctx, input }) =>
		startHere(ctx, "withdraw", input),
	);
}
