import { canonicalJson, sha256 } from "../../../domain/hash.ts";
import type { PreparedPlan } from "../../../domain/plan.ts";
import type { Problem } from "../../../domain/problem.ts";
import type {
	DeliverySubject,
	DeliveryTools,
	DeliveryWish,
	DeploymentPlan,
	Prepared,
} from "../../delivery.ts";
import { certificateProblem } from "./certificate.ts";
import { computeDeployment } from "./compute-deployment.ts";
import { type DeploymentFacts, lookAtDeployment } from "./look-at-deployment.ts";
import { type PackageFolder, packageFolder } from "./package-folder.ts";

export interface Details {
	readonly facts: DeploymentFacts;
	readonly folder: PackageFolder;
	/** What brings the files of each package in order, by its id. */
	readonly puts: ReadonlyMap<string, PreparedPlan>;
}

export interface PreparedDeployment extends Prepared {
	readonly details: Details;
}

/** Looks at OCS's tables and at the folder of packages; changes nothing. */
export async function prepare(
	tools: DeliveryTools,
	{ extension, content, packages }: DeliverySubject,
	wish: DeliveryWish,
): Promise<PreparedDeployment> {
	const { database } = tools;
	const { id, version } = extension;
	const facts = await lookAtDeployment(database, id, wish.to, packages);
	const folder = packageFolder(tools, wish, facts.settings);
	const puts = new Map<string, PreparedPlan>();
	for (const { id: packageId, files } of packages)
		puts.set(packageId, await folder.planToPut({ extensionId: id, version, packageId }, files));
	const computed = computeDeployment({
		...{ extension, purpose: wish.purpose, choice: wish.to, facts },
		...{ database: database.label, downloads: folder.path },
		server: (await tools.server()).label,
		wanted: packages.map(({ files: _, md5: __, ...wanted }) => wanted),
		fileSteps: new Map([...puts].map(([packageId, { plan }]) => [packageId, plan.steps])),
		// Where OCS's console would have agents fetch packages: from the address by which it is itself reached.
		usualLocation: `${hostInUrl(tools.host)}/download`,
	});
	const certificate = await certificateProblems(tools, computed);
	const unhashed = { ...computed, content, problems: [...computed.problems, ...certificate] };
	const { reach: _, ...hashed } = unhashed;
	const plan = { ...unhashed, hash: sha256(canonicalJson(hashed)) };
	return { plan, details: { facts, folder, puts } };
}

function hostInUrl(host: string): string {
	return host.includes(":") ? `[${host}]` : host;
}

/** Known before anything is put, so that a person can accept it with the rest. All packages have one location. */
async function certificateProblems(
	{ web }: DeliveryTools,
	{ steps }: Pick<DeploymentPlan, "steps">,
): Promise<readonly Problem[]> {
	const check = steps.find(({ kind }) => kind === "check-address");
	const certificate = check === undefined ? null : await web.certificate(check.target);
	const problem = certificate === null ? null : certificateProblem(certificate);
	return problem === null ? [] : [problem];
}
