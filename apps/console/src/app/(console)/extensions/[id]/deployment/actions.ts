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
import { shownDeployment } from "../../../../../server/shown-plans.ts";
import { bundleChoice } from "../agents/bundle-choice.ts";
import { chosenFiles } from "../agents/chosen-files.ts";

const { without, added } = bundleChoice.shape;
const reviewed = previewDeploymentInput.omit({ files: true }).extend({ without, added });
const agreed = deployExtensionInput.omit({ files: true }).extend({ without, added });

export async function reviewDeployment(raw: unknown): Promise<Result<ShownDeployment>> {
	return answer("administrator", reviewed, raw, async ({ ctx, input }) => {
		const { without, added, ...asked } = input;
		const files = await chosenFiles(ctx, input);
		return shownDeployment(await previewDeployment({ ctx, input: { ...asked, files } }));
	});
}

export async function deploy(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", agreed, raw, async ({ ctx, input }) => {
		const { without, added, ...asked } = input;
		return startHere(ctx, "deploy", { ...asked, files: await chosenFiles(ctx, input) });
	});
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
