import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { countOf } from "@graft/core/domain/counts";
import { GraftError } from "@graft/core/domain/errors";
import { placeOf } from "@graft/core/planning/place";
import { readReceipts } from "@graft/core/planning/receipts";
import { countAssigned } from "@graft/core/platforms/ocs-inventory/deployment/assignments";
import {
	downloadPlace,
	packageOfReceipt,
} from "@graft/core/platforms/ocs-inventory/deployment/download-folder";
import { inTransaction } from "@graft/core/platforms/ocs-inventory/deployment/in-transaction";
import { isInstalled } from "@graft/core/platforms/ocs-inventory/deployment/machine-state";
import {
	type DeployedPackage,
	readPackages,
} from "@graft/core/platforms/ocs-inventory/deployment/packages";
import { readDeploymentSettings } from "@graft/core/platforms/ocs-inventory/deployment/settings";
import {
	purgePackage,
	withdrawPackages,
} from "@graft/core/platforms/ocs-inventory/deployment/write-rows";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context.ts";
import { extensionId } from "../input-parts.ts";
import { withDatabase } from "../ocs-database/with-database.ts";
import { type Operation, runOperation } from "../operations/run-operation.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { aloneIn } from "./alone-in.ts";
import { downloads } from "./deployment-input.ts";
import {
	type Downloads,
	type PackageName,
	recover,
	removeFiles,
	withDownloads,
} from "./downloads.ts";
import { conditionsOfNames, machineNames } from "./machines-input.ts";
import { packagesOf } from "./packages-of.ts";

export const withdrawDeploymentInput = z.strictObject({
	id: extensionId,
	machines: machineNames,
	/** Packages that nobody has then go altogether: rows and files. */
	purge: z.boolean().default(false),
	...downloads,
});

export interface WithdrawnDeployment {
	/** Machines and groups that are given it no more, each counted for each package. */
	readonly withdrawn: number;
	/** Machines that have installed it: there it stays, and only OCS's note of it goes. */
	readonly installed: number;
	/** Ids of the packages that are gone altogether. */
	readonly purged: readonly string[];
}

type Asked = z.output<typeof withdrawDeploymentInput>;

/** What withdrawing would do; writes nothing. */
export async function previewWithdrawal({
	ctx,
	input,
}: Call<typeof withdrawDeploymentInput>): Promise<WithdrawnDeployment> {
	const asked = parseInput(withdrawDeploymentInput, input);
	return withDatabase(ctx, async (database) => {
		const conditions = await conditionsOfNames(database, asked.machines);
		const packages = asked.purge
			? await readPackages(database, asked.id)
			: await packagesOf(ctx, database, asked.id);
		const installed = await countAssigned(database, packages, conditions, isInstalled);
		const withdrawn = (await countAssigned(database, packages, conditions)) - installed;
		if (!asked.purge) return { withdrawn, installed, purged: [] };
		const purged: string[] = [];
		for (const each of packages) {
			const all = await countAssigned(database, [each], null);
			if (all === (await countAssigned(database, [each], conditions))) purged.push(each.id);
		}
		const left = await withDownloads(ctx, asked, await readDeploymentSettings(database), (place) =>
			filesWithoutRows(place, asked.id, packages),
		);
		return { withdrawn, installed, purged: [...purged, ...left.map(({ packageId }) => packageId)] };
	});
}

/**
 * Takes the packages of an extension back from machines that have not installed them yet. What they have installed stays;
 * with `purge`, nothing of the packages is left in OCS's tables and in the folder of packages.
 */
export async function withdrawDeployment({
	ctx,
	input,
}: Call<typeof withdrawDeploymentInput>): Promise<WithdrawnDeployment> {
	await requireAdministrator(ctx, "withdraw a deployment");
	const asked = parseInput(withdrawDeploymentInput, input);
	return runOperation(ctx, { kind: "withdraw", extensionId: asked.id }, async (operation) => {
		const result = await withDatabase(ctx, (database) =>
			aloneIn(database, () => withdraw(ctx, operation, database, asked)),
		);
		const { withdrawn, purged } = result;
		const machines = countOf(withdrawn, "machine");
		const summary = takesNothing(result)
			? null
			: `It was taken back from ${machines}, and ${countOf(purged.length, "package")} went altogether.`;
		return { result, summary, writes: [], elsewhere: summary !== null };
	});
}

/** Nothing of it is left for anybody. */
export function takesNothing({ withdrawn, installed, purged }: WithdrawnDeployment): boolean {
	return withdrawn + installed + purged.length === 0;
}

async function withdraw(
	ctx: Context,
	operation: Operation,
	database: DatabaseConnection,
	asked: Asked,
): Promise<WithdrawnDeployment> {
	const conditions = await conditionsOfNames(database, asked.machines);
	const packages = await readPackages(database, asked.id);
	const { withdrawn, installed, gone } = await inTransaction(database, async () => {
		const installed = await countAssigned(database, packages, conditions, isInstalled);
		const withdrawn = (await countAssigned(database, packages, conditions)) - installed;
		await withdrawPackages(database, packages, conditions);
		const gone: DeployedPackage[] = [];
		for (const each of asked.purge ? packages : [])
			if (await purgePackage(database, each)) gone.push(each);
		return { withdrawn, installed, gone };
	});
	operation.commit();
	if (!asked.purge) return { withdrawn, installed, purged: [] };
	// Files last: an agent that was told already still gets them.
	const settings = await readDeploymentSettings(database);
	try {
		const left = await withDownloads(ctx, asked, settings, (place) =>
			removeAllFiles(ctx, operation, place, asked.id, { packages, gone }),
		);
		const ids = left.map(({ packageId }) => packageId);
		return { withdrawn, installed, purged: [...gone.map(({ id }) => id), ...ids] };
	} catch (error) {
		if (withdrawn + installed + gone.length === 0) throw error;
		throw filesStay(asked.id, error);
	}
}

/** Gives those that an earlier run had left. */
async function removeAllFiles(
	ctx: Context,
	operation: Operation,
	place: Downloads,
	extensionId: string,
	{ packages, gone }: Readonly<Record<"packages" | "gone", readonly DeployedPackage[]>>,
): Promise<readonly PackageName[]> {
	await recover(ctx, operation, place);
	for (const each of gone) {
		const name = { extensionId, version: each.marker.version, packageId: each.id };
		await removeFiles(ctx, operation, place, name, each.fragments);
	}
	const left = await filesWithoutRows(place, extensionId, packages);
	for (const name of left) await removeFiles(ctx, operation, place, name, 1);
	return left;
}

/** Its rows are gone by then: that nothing was changed would not be true. */
function filesStay(id: string, error: unknown): unknown {
	if (!(error instanceof GraftError)) return error;
	return new GraftError(
		"partly-done",
		`${id} was taken back, but files of its packages stay where agents fetch them: ${error.message}`,
		{ hint: "Run it again: it takes them away.", cause: error },
	);
}

/** Packages whose files were put, and whose rows never came or are gone already: an earlier run was interrupted. */
export async function filesWithoutRows(
	{ connection, folder }: Downloads,
	extensionId: string,
	known: readonly DeployedPackage[],
): Promise<PackageName[]> {
	const place = placeOf(connection, "ocs-inventory", downloadPlace(folder));
	const { receipts } = await readReceipts(connection, place);
	return receipts.flatMap(({ extension: { id, version } }) => {
		const packageId = packageOfReceipt(extensionId, id);
		if (packageId === undefined || known.some((each) => each.id === packageId)) return [];
		return [{ extensionId, version, packageId }];
	});
}
