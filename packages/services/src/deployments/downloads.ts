import { hostname, networkInterfaces } from "node:os";
import { posix } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { parseAddress } from "@graft/core/connections/ssh/address";
import type { PreparedPlan } from "@graft/core/domain/plan";
import { applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import {
	downloadPlace,
	filesToRemove,
	type PackageFile,
	packagePart,
	receiptName,
} from "@graft/core/platforms/ocs-inventory/deployment/download-folder";
import type { DeploymentSettings } from "@graft/core/platforms/ocs-inventory/deployment/settings";
import type { Context } from "../context.ts";
import type { Operation } from "../operations/run-operation.ts";
import type { ServerAddress } from "../servers/server-address.ts";

/** The folder of packages, on the server where it lies. */
export interface Downloads {
	readonly connection: Connection;
	readonly folder: string;
}

/** A package of an extension, by what its receipt there says of it. */
export interface PackageName {
	readonly extensionId: string;
	readonly version: string;
	readonly packageId: string;
}

/** Opens the connection for one piece of work, and closes it again. */
export async function withDownloads<T>(
	ctx: Context,
	asked: { readonly server: ServerAddress; readonly downloadDir?: string | undefined },
	{ packFolder }: DeploymentSettings,
	work: (downloads: Downloads) => Promise<T>,
): Promise<T> {
	const connection = await ctx.connect(asked.server);
	try {
		const folder = posix.normalize(asked.downloadDir ?? posix.join(packFolder, "download"));
		return await work({ connection, folder });
	} finally {
		await connection.close();
	}
}

/** Where OCS's console would have agents fetch packages: from the address by which it is itself reached. */
export function usualLocation({ address }: ServerAddress): string {
	const host = address === "local" ? ownAddress() : parseAddress(address).host;
	return `${host.includes(":") ? `[${host}]` : host}/download`;
}

function ownAddress(): string {
	const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
	const outside = all.find(({ family, internal }) => family === "IPv4" && !internal);
	return outside?.address ?? hostname();
}

export function planToPut(
	{ connection, folder }: Downloads,
	name: PackageName,
	files: readonly PackageFile[],
): Promise<PreparedPlan> {
	return preparePlan({
		...{ connection, goal: "present", facts: downloadPlace(folder) },
		...{ extension: onReceipt(name), serverPart: packagePart(folder, files) },
	});
}

/** Takes the files of a package away, those of its receipt and those that `fragments` lets expect. */
export async function removeFiles(
	ctx: Context,
	operation: Operation,
	{ connection, folder }: Downloads,
	name: PackageName,
	fragments: number,
): Promise<void> {
	const files = filesToRemove(name.packageId, fragments);
	const prepared = await preparePlan({
		...{ connection, goal: "absent", facts: downloadPlace(folder) },
		...{ extension: onReceipt(name), serverPart: packagePart(folder, files) },
	});
	await apply(ctx, operation, connection, prepared);
}

/** Puts in order what an interrupted run left in the folder of packages. */
export async function recover(
	{ actor, clock }: Context,
	{ id, report }: Operation,
	{ connection, folder }: Downloads,
): Promise<void> {
	const place = placeOf(connection, "ocs-inventory", downloadPlace(folder));
	await recoverPlace({
		...{ connection, place, report, clock, service: noService },
		...{ actor: actor.name, operation: id },
	});
}

export async function apply(
	{ actor, clock }: Context,
	{ id, report }: Operation,
	connection: Connection,
	prepared: PreparedPlan,
): Promise<void> {
	const expectedHash = prepared.plan.hash;
	await applyPlan({
		...{ connection, prepared, expectedHash, clock, report, service: noService },
		...{ actor: actor.name, operation: id },
	});
}

/** A web server reads these files each time it is asked for one. */
const noService = async (): Promise<null> => null;

function onReceipt({ extensionId, version, packageId }: PackageName) {
	return { platform: "ocs-inventory", id: receiptName(extensionId, packageId), version } as const;
}
