import { deploymentId, packDeployment } from "@graft/core/bundles/pack-deployment";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { Bundle } from "@graft/core/domain/bundle";
import { GraftError } from "@graft/core/domain/errors";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { PreparedPlan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import { computeDeployment } from "@graft/core/platforms/ocs-inventory/deployment/compute-deployment";
import type { DeploymentPlan } from "@graft/core/platforms/ocs-inventory/deployment/deployment-plan";
import type { PackageFile } from "@graft/core/platforms/ocs-inventory/deployment/download-folder";
import {
	type DeploymentFacts,
	lookAtDeployment,
	type WantedPackage,
} from "@graft/core/platforms/ocs-inventory/deployment/look-at-deployment";
import type { LoadedExtension } from "../extensions/load-extension.ts";
import { sourceOf } from "../servers/server-work.ts";
import { lookAtCertificate } from "./certificate.ts";
import type { AskedDeployment } from "./deployment-input.ts";
import { type Downloads, planToPut, usualLocation } from "./downloads.ts";

/** A package with its content. */
export interface PackedPackage extends WantedPackage {
	/** `info` last. */
	readonly files: readonly PackageFile[];
	readonly md5: string;
}

export interface PreparedDeployment {
	readonly plan: DeploymentPlan;
	readonly facts: DeploymentFacts;
	readonly packages: readonly PackedPackage[];
	/** What brings the files of each in order, by its id. */
	readonly puts: ReadonlyMap<string, PreparedPlan>;
}

/**
 * The packages that bring an extension's agent part, or take it off. Throws GraftError where it has none, or for a choice that
 * it does not offer.
 */
export async function packPackages(
	loaded: LoadedExtension,
	{ files, windowsPath, purpose }: Pick<AskedDeployment, "files" | "windowsPath" | "purpose">,
): Promise<readonly PackedPackage[]> {
	const { platform, extension, tree } = sourceOf(loaded);
	const bundles = platform.bundles?.(extension, tree, {
		...(files === undefined ? {} : { files }),
		...(windowsPath === undefined ? {} : { windowsPath }),
	});
	const deployable = (bundles ?? []).filter(
		(bundle) => bundle.purpose === purpose && bundle.deploymentInfo !== undefined,
	);
	if (deployable.length === 0) throw nothingToDeploy(extension.id, purpose);
	return Promise.all(deployable.map(packPackage));
}

function nothingToDeploy(id: string, purpose: Bundle["purpose"]): GraftError {
	return purpose === "install"
		? new GraftError("refused", `${id} has no agent part that could be deployed.`, {
				hint: "Only extensions of OCS Inventory with files for agents have one.",
			})
		: new GraftError("refused", `${id} has no package that takes its agent part off.`, {
				hint: "Only modules of Unix agents can be taken off so; delete scripts of Windows agents by your own means.",
			});
}

async function packPackage(bundle: Bundle): Promise<PackedPackage> {
	const { id, files, md5 } = await packDeployment(bundle, await deploymentId(bundle));
	const hashed = files.map((file) => ({ ...file, sha256: sha256(file.bytes) }));
	const [info, ...fragments] = hashed;
	if (info === undefined) throw new Error(`package ${id} has no info`);
	const bytes = fragments.reduce((sum, fragment) => sum + fragment.bytes.length, 0);
	return {
		...{ id, agents: bundle.agents, purpose: bundle.purpose },
		...{ fragments: fragments.length, bytes, md5 },
		files: [...fragments, info],
	};
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
