import type { Problem } from "@graft/core/domain/problem";
import type { DeploymentPlan } from "@graft/core/platforms/delivery";
import { loadExtension } from "../catalogue/load-extension.ts";
import { type Call, parseInput } from "../context/context.ts";
import { notActive } from "../servers/problems-elsewhere.ts";
import { deployment } from "./deployment-input.ts";
import { agentProblems, subjectOf } from "./pack-packages.ts";
import { lookByDelivery } from "./with-delivery.ts";

export const previewDeploymentInput = deployment;

export interface ShownDeployment {
	readonly plan: DeploymentPlan;
	/** Those of the plan and, where it is given, of the agent part, without the warnings that were accepted already. */
	readonly problems: readonly Problem[];
}

/** What deploying would do, bound by its hash. Writes nothing anywhere. */
export async function previewDeployment({
	ctx,
	input,
}: Call<typeof previewDeploymentInput>): Promise<ShownDeployment> {
	const asked = parseInput(previewDeploymentInput, input);
	const loaded = await loadExtension(ctx, asked.id);
	const { platform } = loaded.extension;
	const subject = await subjectOf(ctx, loaded, asked);
	const { plan } = await lookByDelivery(ctx, { platform, ...asked }, ({ delivery, tools }) =>
		delivery.prepare(tools, subject, asked),
	);
	const accepted = [...loaded.accepted, ...asked.accept];
	const isActive = asked.purpose === "uninstall" || (loaded.row?.active ?? false);
	const problems = [
		...agentProblems(loaded, asked),
		...plan.problems,
		...notActive(loaded.extension.id, isActive),
	].filter(({ severity, code }) => severity !== "warning" || !accepted.includes(code));
	return { plan, problems };
}
