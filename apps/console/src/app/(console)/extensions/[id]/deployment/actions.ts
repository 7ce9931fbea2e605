"use server";

import {
	type DeployedExtension,
	deployExtension,
	deployExtensionInput,
} from "@graft/services/deliveries/deploy-extension";
import {
	previewDeployment,
	previewDeploymentInput,
	type ShownDeployment,
} from "@graft/services/deliveries/preview-deployment";
import {
	type RetriedDeployment,
	retryDeployment,
	retryDeploymentInput,
} from "@graft/services/deliveries/retry-deployment";
import {
	previewWithdrawal,
	type WithdrawnDeployment,
	withdrawDeployment,
	withdrawDeploymentInput,
} from "@graft/services/deliveries/withdraw-deployment";
import { answer, type Result } from "../../../../../server/guard.ts";

export async function reviewDeployment(raw: unknown): Promise<Result<ShownDeployment>> {
	return answer("administrator", previewDeploymentInput, raw, (asked) => previewDeployment(asked));
}

export async function deploy(raw: unknown): Promise<Result<DeployedExtension>> {
	return answer("administrator", deployExtensionInput, raw, (asked) => deployExtension(asked));
}

export async function retry(raw: unknown): Promise<Result<RetriedDeployment>> {
	return answer("administrator", retryDeploymentInput, raw, (asked) => retryDeployment(asked));
}

export async function reviewWithdrawal(raw: unknown): Promise<Result<WithdrawnDeployment>> {
	return answer("administrator", withdrawDeploymentInput, raw, (asked) => previewWithdrawal(asked));
}

export async function withdraw(raw: unknown): Promise<Result<WithdrawnDeployment>> {
	return answer("administrator", withdrawDeploymentInput, raw, (asked) =>
		withdrawDeployment(asked),
	);
}
