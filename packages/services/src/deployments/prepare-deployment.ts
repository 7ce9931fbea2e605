import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { PreparedPlan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import { canonicalJson, sha256 } from "@graft/core/planning/hash";
import { computeDeployment } from "@graft/core/platforms/ocs-inventory/deployment/compute-deployment";
import type { DeploymentPlan } from "@graft/core/platforms/ocs-inventory/deployment/deployment-plan";
import {
	type DeploymentFacts,
	lookAtDeployment,
} from "@graft/core/platforms/ocs-inventory/deployment/look-at-deployment";
import type { LoadedExtension } from "../extensions/load-extension.ts";
import type { PackedPackage } from "../tasks/bundles.ts";
import { lookAtCertificate } from "./certificate.ts";
import type { AskedDeployment } from "./deployment-input.ts";
import { type Downloads, planToPut, usualLocation } from "./downloads.ts";

export interface PreparedDeployment {
	readonly plan: DeploymentPlan;
	readonly facts: DeploymentFacts;
	readonly packages: readonly PackedPackage[];
	/** What brings the files of each in order, by its id. */
	readonly puts: ReadonlyMap<string, PreparedPlan>;
}

/** Looks at OCS's tables and at the folder of packages; changes nothing. */
export async function prepareDeployment(
	database: DatabaseConnection,
	downloads: Downloads,
	{ extension, content }: LoadedExtension,
	packages: readonly PackedPackage[],
	asked: Pick<AskedDeployment, "to" | "server" | "purpose">,
): Promise<PreparedDeployment> {
	const { id, version } = extension;
	const facts = await lookAtDeployment(database, id, asked.to, packages);
	const puts = new Map<string, PreparedPlan>();
	for (const { id: packageId, files } of packages)
		puts.set(packageId, await planToPut(downloads, { extensionId: id, version, packageId }, files));
	const computed = computeDeployment({
		...{ extension, purpose: asked.purpose, choice: asked.to, facts },
		...{
			database: database.label,
			server: downloads.connection.label,
			downloads: downloads.folder,
		},
		wanted: packages.map(({ files: _, md5: __, ...wanted }) => wanted),
		fileSteps: new Map([...puts].map(([packageId, { plan }]) => [packageId, plan.steps])),
		usualLocation: usualLocation(asked.server),
	});
	const certificate = await certificateProblems(computed);
	const unhashed = { ...computed, content, problems: [...computed.problems, ...certificate] };
	const { reach: _, ...hashed } = unhashed;
	const plan = { ...unhashed, hash: sha256(canonicalJson(hashed)) };
	return { plan, facts, packages, puts };
}

/** To take it off, nobody has to take what it does as it is. */
export function agentProblems(
	{ problems }: LoadedExtension,
	{ purpose }: Pick<AskedDeployment, "purpose">,
): readonly Problem[] {
	return purpose === "install" ? problems.filter(({ part }) => part === "agent") : [];
}

/** Known before anything is put, so that a person can accept it with the rest. All packages have one location. */
async function certificateProblems({
	steps,
}: Pick<DeploymentPlan, "steps">): Promise<readonly Problem[]> {
	const check = steps.find(({ kind }) => kind === "check-address");
	const judgement = check === undefined ? null : await lookAtCertificate(check.target);
	const problem = judgement?.problem ?? null;
	return problem === null ? [] : [problem];
}
