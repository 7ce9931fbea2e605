import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { countOf } from "@graft/core/domain/counts";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import type {
	DeploymentPlan,
	DeploymentStep,
} from "@graft/core/platforms/ocs-inventory/deployment/deployment-plan";
import { inTransaction } from "@graft/core/platforms/ocs-inventory/deployment/in-transaction";
import {
	type DeployedPackage,
	readPackages,
} from "@graft/core/platforms/ocs-inventory/deployment/packages";
import { readDeploymentSettings } from "@graft/core/platforms/ocs-inventory/deployment/settings";
import {
	assignPackage,
	offerPackage,
	purgePackage,
	turnDeploymentOn,
	withdrawPackages,
} from "@graft/core/platforms/ocs-inventory/deployment/write-rows";
import { type Call, type Context, parseInput } from "../context.ts";
import { requireAccepted } from "../extensions/acceptance.ts";
import { type LoadedExtension, loadExtension } from "../extensions/load-extension.ts";
import { sha256Text } from "../input-parts.ts";
import { withDatabase } from "../ocs-database/with-database.ts";
import { withLease } from "../operations/lease.ts";
import { type Operation, runOperation } from "../operations/run-operation.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { aloneIn } from "./alone-in.ts";
import { type AskedDeployment, deployment } from "./deployment-input.ts";
import { apply, type Downloads, removeFiles, withDownloads } from "./downloads.ts";
import {
	agentProblems,
	type PreparedDeployment,
	packPackages,
	prepareDeployment,
} from "./prepare-deployment.ts";
import { makeTell, type Tell } from "./tell.ts";
import { withFiles } from "./with-files.ts";
import { filesWithoutRows } from "./withdraw-deployment.ts";

export const deployExtensionInput = deployment.extend({ planHash: sha256Text });

export interface DeployedExtension {
	readonly operation: { readonly id: string };
	readonly changed: boolean;
	/** What the packages do on machines. */
	readonly purpose: "install" | "uninstall";
	readonly packages: readonly {
		/** Digits. */
		readonly package: string;
		readonly agents: "unix" | "windows";
		/** Machines that were given it now. */
		readonly assigned: number;
	}[];
	/** What a person should know; nothing of it has to be decided. */
	readonly notes: readonly string[];
}

type Asked = AskedDeployment & { readonly planHash: string };

/**
 * Gives the agent part of an extension to machines, or takes it off, by OCS's own deployment, exactly as it was shown. Throws GraftError:
 * "refused" (stale plan, a warning that nobody accepted, an address that agents could not fetch from: all is as before),
 * "unreachable" (run it again: it goes on), "partly-done" (machines were given it, or may have been).
 */
export async function deployExtension({
	ctx,
	input,
}: Call<typeof deployExtensionInput>): Promise<DeployedExtension> {
	await requireAdministrator(ctx, "deploy an extension");
	const asked = parseInput(deployExtensionInput, input);
	const lease = { extensionId: asked.id, kind: "deploy" };
	return withLease(ctx, lease, (held) => deployAlone(held, asked));
}

async function deployAlone(ctx: Context, asked: Asked): Promise<DeployedExtension> {
	const loaded = await loadExtension(ctx, asked.id);
	const { id, version } = loaded.extension;
	const { purpose } = asked;
	return runOperation(ctx, { kind: "deploy", extensionId: id, version }, async (operation) => {
		const done = await withDatabase(ctx, (database) =>
			aloneIn(database, async () =>
				withDownloads(ctx, asked, await readDeploymentSettings(database), (downloads) =>
					deploy({ ctx, operation, database, downloads, loaded, asked }),
				),
			),
		);
		const assigned = done.packages.reduce((sum, each) => sum + each.assigned, 0);
		const what = purpose === "install" ? "Version" : "What takes off version";
		const machines = countOf(assigned, "machine");
		return {
			result: { operation: { id: operation.id }, purpose, ...done },
			summary: done.changed ? `${what} ${version} was given to ${machines}.` : null,
			writes: [],
			elsewhere: done.changed,
		};
	});
}

interface Work {
	readonly ctx: Context;
	readonly operation: Operation;
	readonly database: DatabaseConnection;
	readonly downloads: Downloads;
	readonly loaded: LoadedExtension;
	readonly asked: Asked;
}

async function deploy(work: Work): Promise<Omit<DeployedExtension, "operation" | "purpose">> {
	const { database, downloads, loaded, asked } = work;
	const packages = await packPackages(loaded, asked);
	const prepared = await prepareDeployment(database, downloads, loaded, packages, asked);
	const { plan } = prepared;
	refuse(plan, loaded, asked);
	if (plan.steps.length === 0) {
		// What an earlier run left behind is put in order all the same.
		for (const put of prepared.puts.values())
			if (put.plan.steps.length === 0)
				await apply(work.ctx, work.operation, downloads.connection, put);
		await removeOrphans(work);
		return { changed: false, packages: told(plan, new Map()), notes: [] };
	}
	const tell = makeTell(work.operation, plan);
	const accepted = [...loaded.accepted, ...asked.accept];
	const { assigned, purged, notes } = await withFiles(
		{ ...work, prepared, tell, accepted },
		async (notes) => {
			const written = await inTransaction(database, () => writeRows(work, prepared, tell));
			return { ...written, notes };
		},
	);
	work.operation.commit();
	await tidyUp(work, purged);
	return { changed: true, packages: told(plan, assigned), notes };
}

/** What fails now is not "all is as before": machines were given it. */
async function tidyUp(work: Work, purged: readonly DeployedPackage[]): Promise<void> {
	const { ctx, operation, downloads, asked } = work;
	try {
		for (const { id, marker, fragments } of purged) {
			const name = { extensionId: asked.id, version: marker.version, packageId: id };
			await removeFiles(ctx, operation, downloads, name, fragments);
		}
		await removeOrphans(work);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		throw new GraftError(
			"partly-done",
			`${asked.id} was deployed, but files of packages that it replaces stay in ${downloads.folder}: ${error.message}`,
			{ hint: "Run it again: it takes them away.", cause: error },
		);
	}
}

/** Of a package that was replaced by a run that ended between its rows and its files. */
async function removeOrphans({ ctx, operation, database, downloads, asked }: Work): Promise<void> {
	const known = await readPackages(database, asked.id);
	for (const name of await filesWithoutRows(downloads, asked.id, known))
		await removeFiles(ctx, operation, downloads, name, 1);
}

function refuse(plan: DeploymentPlan, loaded: LoadedExtension, asked: Asked): void {
	if (plan.hash !== asked.planHash) {
		throw new GraftError(
			"refused",
			`The deployment of ${asked.id} is not the one that was agreed to (${asked.planHash.slice(0, 12)}): OCS, the machines or the extension changed since; nothing was touched.`,
			{ hint: "Look at it again, and deploy that." },
		);
	}
	if (isRefused(plan.problems)) {
		const [first] = plan.problems.filter(({ severity }) => severity === "error");
		throw new GraftError("refused", `${asked.id} cannot be deployed. ${first?.message}`, {
			hint: first?.hint ?? "",
			problems: plan.problems,
		});
	}
	const all = [...agentProblems(loaded, asked), ...plan.problems];
	const accepted = [...loaded.accepted, ...asked.accept];
	requireAccepted(all, accepted, ["agent"], `To deploy ${asked.id}`);
}

/** All rows at once: an agent that asks meanwhile sees what was, or what is. */
async function writeRows(
	{ database }: Work,
	{ plan, facts }: PreparedDeployment,
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
): DeployedExtension["packages"] {
	return packages.map(({ id, agents }) => ({
		...{ package: id, agents, assigned: assigned.get(id) ?? 0 },
	}));
}
