import type { Problem } from "@graft/core/domain/problem";
import type { DeploymentPlan } from "@graft/core/platforms/ocs-inventory/deployment/deployment-plan";
import { readDeploymentSettings } from "@graft/core/platforms/ocs-inventory/deployment/settings";
import { type Call, parseInput } from "../context.ts";
import { loadExtension } from "../extensions/load-extension.ts";
import { withDatabase } from "../ocs-database/with-database.ts";
import { notActive } from "../servers/problems-elsewhere.ts";
import { deployment } from "./deployment-input.ts";
import { withDownloads } from "./downloads.ts";
import { packPackages } from "./pack-packages.ts";
import { agentProblems, prepareDeployment } from "./prepare-deployment.ts";

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
	const packages = await packPackages(ctx, loaded, asked);
	const { plan } = await withDatabase(ctx, async (database) =>
		withDownloads(ctx, asked, await readDeploymentSettings(database), (downloads) =>
			prepareDeployment(database, downloads, loaded, packages, asked),
		),
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
