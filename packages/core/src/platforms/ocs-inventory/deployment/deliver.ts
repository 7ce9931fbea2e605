import { GraftError } from "../../../domain/errors.ts";
import type {
	Delivered,
	DeliverySubject,
	DeliveryTools,
	DeliveryWork,
	DeploymentPlan,
	DeploymentStep,
} from "../../delivery.ts";
import { inTransaction } from "./in-transaction.ts";
import { type DeployedPackage, readPackages } from "./packages.ts";
import type { PreparedDeployment } from "./prepare.ts";
import { makeTell, type Tell } from "./tell.ts";
import { withFiles } from "./with-files.ts";
import {
	assignPackage,
	offerPackage,
	purgePackage,
	turnDeploymentOn,
	withdrawPackages,
} from "./write-rows.ts";

/** Files first, then all rows at once: an agent that asks meanwhile sees what was, or what is. */
export async function deliver(
	tools: DeliveryTools,
	subject: DeliverySubject,
	work: DeliveryWork & { readonly prepared: PreparedDeployment },
): Promise<Delivered> {
	const { prepared, accept } = work;
	const { plan, details } = prepared;
	if (plan.steps.length === 0) {
		// What an earlier run left behind is put in order all the same.
		for (const put of details.puts.values())
			if (put.plan.steps.length === 0) await details.folder.apply(put);
		await removeOrphans(tools, prepared);
		return { changed: false, packages: told(plan, new Map()), notes: [] };
	}
	const tell = makeTell(tools, plan);
	const { assigned, purged, notes } = await withFiles(
		{ tools, subject, prepared, tell, accept },
		async (notes) => {
			const written = await inTransaction(tools.database, () => writeRows(tools, prepared, tell));
			return { ...written, notes };
		},
	);
	tools.commit();
	await tidyUp(tools, prepared, purged);
	return { changed: true, packages: told(plan, assigned), notes };
}

/** What fails now is not "all is as before": machines were given it. */
async function tidyUp(
	tools: DeliveryTools,
	prepared: PreparedDeployment,
	purged: readonly DeployedPackage[],
): Promise<void> {
	const { folder } = prepared.details;
	const { id: extensionId } = prepared.plan.extension;
	try {
		for (const { id, marker, fragments } of purged)
			await folder.remove({ extensionId, version: marker.version, packageId: id }, fragments);
		await removeOrphans(tools, prepared);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		throw new GraftError(
			"partly-done",
			`${extensionId} was deployed, but files of packages that it replaces stay in ${folder.path}: ${error.message}`,
			{ hint: "Run it again: it removes them.", cause: error },
		);
	}
}

/** Of a package that was replaced by a run that ended between its rows and its files. */
async function removeOrphans(
	{ database }: DeliveryTools,
	{ plan, details: { folder } }: PreparedDeployment,
): Promise<void> {
	const { id } = plan.extension;
	for (const name of await folder.withoutRows(id, await readPackages(database, id)))
		await folder.remove(name, 1);
}

async function writeRows(
	{ database }: DeliveryTools,
	{ plan, details: { facts } }: PreparedDeployment,
	tell: Tell,
): Promise<{ assigned: ReadonlyMap<string, number>; purged: typeof facts.older }> {
	const stepOf = (kind: DeploymentStep["kind"], target: string) =>
		plan.steps.find((step) => step.kind === kind && step.target === target);
	const assigned = new Map<string, number>();
	for (const planned of plan.packages) {
		if ((plan.reach.packages[planned.id]?.chosen ?? 0) === 0) continue;
		for (const kind of ["offer-package", "assign-package"] as const) {
			const step = stepOf(kind, planned.id);
			if (step !== undefined) tell(step);
		}
		// What is offered already stays as somebody may have set it in OCS's console.
		const isOffered = stepOf("offer-package", planned.id) === undefined;
		const standing = facts.standing.find(({ id }) => isOffered && id === planned.id);
		const activation = standing?.activations[0]?.id ?? (await offerPackage(database, planned));
		const machines = await assignPackage(database, activation, planned, facts.conditions);
		assigned.set(planned.id, machines);
	}
	const purged: (typeof facts.older)[number][] = [];
	for (const older of facts.older) {
		for (const kind of ["withdraw-package", "purge-package"] as const) {
			const step = stepOf(kind, older.id);
			if (step !== undefined) tell(step);
		}
		await withdrawPackages(database, [older], facts.conditions);
		if (await purgePackage(database, older)) purged.push(older);
	}
	const switchOn = plan.steps.find(({ kind }) => kind === "set-option");
	if (switchOn !== undefined) {
		tell(switchOn);
		await turnDeploymentOn(database);
	}
	return { assigned, purged };
}

function told(
	{ packages }: DeploymentPlan,
	assigned: ReadonlyMap<string, number>,
): Delivered["packages"] {
	return packages.map(({ id, agents }) => ({
		...{ package: id, agents, assigned: assigned.get(id) ?? 0 },
	}));
}
