import { countOf } from "../../../domain/counts.ts";
import { GraftError } from "../../../domain/errors.ts";
import { sentence } from "../../../domain/sentence.ts";
import type { Delivery, DeliveryTools, Withdrawn } from "../../delivery.ts";
import { countAssigned } from "./assignments.ts";
import { inTransaction } from "./in-transaction.ts";
import { isInstalled } from "./machine-state.ts";
import { conditionsOfNames } from "./machines.ts";
import { type PackageFolder, type PackageName, packageFolder } from "./package-folder.ts";
import { type DeployedPackage, readPackages } from "./packages.ts";
import { readDeploymentSettings } from "./settings.ts";
import { purgePackage, withdrawPackages } from "./write-rows.ts";

type Asked = Parameters<Delivery["withdraw"]>[1];

export async function withdraw(tools: DeliveryTools, asked: Asked): Promise<Withdrawn> {
	return asked.dryRun ? lookAtWithdrawal(tools, asked) : takeBack(tools, asked);
}

async function lookAtWithdrawal(tools: DeliveryTools, asked: Asked): Promise<Withdrawn> {
	const { database } = tools;
	const conditions = await conditionsOfNames(database, asked.machines);
	const all = await readPackages(database, asked.extensionId);
	const packages = all.filter((each) => isMeant(each, asked));
	const installed = await countAssigned(database, packages, conditions, isInstalled);
	const withdrawn = (await countAssigned(database, packages, conditions)) - installed;
	if (!asked.purge) return { withdrawn, installed, purged: [] };
	const purged: string[] = [];
	for (const each of packages) {
		const everybody = await countAssigned(database, [each], null);
		if (everybody === (await countAssigned(database, [each], conditions))) purged.push(each.id);
	}
	const folder = packageFolder(tools, asked, await readDeploymentSettings(database));
	const left = await folder.withoutRows(asked.extensionId, all);
	return { withdrawn, installed, purged: [...purged, ...left.map(({ packageId }) => packageId)] };
}

async function takeBack(tools: DeliveryTools, asked: Asked): Promise<Withdrawn> {
	const { database } = tools;
	const conditions = await conditionsOfNames(database, asked.machines);
	const all = await readPackages(database, asked.extensionId);
	const packages = all.filter((each) => isMeant(each, asked));
	const { withdrawn, installed, gone } = await inTransaction(database, async () => {
		const installed = await countAssigned(database, packages, conditions, isInstalled);
		const withdrawn = (await countAssigned(database, packages, conditions)) - installed;
		await withdrawPackages(database, packages, conditions);
		const gone: DeployedPackage[] = [];
		for (const each of asked.purge ? packages : [])
			if (await purgePackage(database, each)) gone.push(each);
		return { withdrawn, installed, gone };
	});
	tools.commit();
	if (!asked.purge) return { withdrawn, installed, purged: [] };
	// Files last: an agent that was told already still gets them.
	const away: string[] = [];
	try {
		const folder = packageFolder(tools, asked, await readDeploymentSettings(database));
		const left = await removeAllFiles(folder, asked.extensionId, { packages: all, gone, away });
		const ids = left.map(({ packageId }) => packageId);
		return { withdrawn, installed, purged: [...gone.map(({ id }) => id), ...ids] };
	} catch (error) {
		const machines = countOf(withdrawn + installed, "machine");
		const rows = [
			...(withdrawn + installed > 0 ? [`OCS no longer assigns it to ${machines}`] : []),
			...(gone.length > 0 ? [`OCS no longer offers ${countOf(gone.length, "package")} of it`] : []),
		];
		const files = away.length > 0 ? [`the files of ${away.join(", ")} are gone`] : [];
		throw filesStay(asked.extensionId, [...rows, ...files], error);
	}
}

function isMeant({ marker }: DeployedPackage, { version }: Asked): boolean {
	return version === undefined || marker.version === version;
}

interface PackagesGone {
	/** All that OCS had rows of. */
	readonly packages: readonly DeployedPackage[];
	/** Those whose rows are gone now. */
	readonly gone: readonly DeployedPackage[];
	/** Gets the ids of those whose files are gone too. */
	readonly away: string[];
}

/** Gives those that an earlier run had left. */
async function removeAllFiles(
	folder: PackageFolder,
	extensionId: string,
	{ packages, gone, away }: PackagesGone,
): Promise<readonly PackageName[]> {
	await folder.recover();
	const remove = async (name: PackageName, fragments: number) => {
		await folder.remove(name, fragments);
		away.push(name.packageId);
	};
	for (const { id, marker, fragments } of gone)
		await remove({ extensionId, version: marker.version, packageId: id }, fragments);
	const left = await folder.withoutRows(extensionId, packages);
	for (const name of left) await remove(name, 1);
	return left;
}

/** That nothing was changed would not be true. */
function filesStay(id: string, done: readonly string[], error: unknown): unknown {
	if (done.length === 0 || !(error instanceof GraftError)) return error;
	return new GraftError(
		"partly-done",
		`${sentence(error)} Done before that: ${done.join("; ")}. Not done: other files of packages of ${id} may still lie where agents fetch them.`,
		{ hint: "Run it again: it removes them.", cause: error },
	);
}
