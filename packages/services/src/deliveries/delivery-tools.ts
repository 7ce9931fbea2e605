import { hostname, networkInterfaces } from "node:os";
import type { Connection } from "@graft/core/connections/connection";
import { transportOf } from "@graft/core/connections/find-transport";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { readReceipts } from "@graft/core/drivers/files/plan/receipts";
import type { DeliveryTools, FilesTool } from "@graft/core/platforms/delivery";
import type { Context } from "../context/context.ts";
import type { ServerAddress } from "../context/server-address.ts";
import type { Operation } from "../running/run-operation.ts";
import { lookAtCertificate } from "./certificate.ts";
import { compareAddress } from "./compare-address.ts";

/** A look changes nothing, and has nobody to tell. */
export type Teller = Pick<Operation, "report"> & Partial<Pick<Operation, "id" | "commit">>;

/** Lends a delivery what it works with, for one piece of work; what was opened is closed again. */
export async function withDeliveryTools<T>(
	ctx: Context,
	platform: string,
	{ server: address }: { readonly server: ServerAddress },
	database: DatabaseConnection,
	teller: Teller,
	work: (tools: DeliveryTools) => Promise<T>,
): Promise<T> {
	let opening: Promise<Connection> | undefined;
	const server = () => {
		opening ??= ctx.connect(address);
		return opening;
	};
	try {
		return await work({
			database,
			server,
			host: hostOf(address),
			files: filesTool(ctx, platform, server, teller),
			web: { compare: compareAddress, certificate: lookAtCertificate },
			report: teller.report,
			commit: teller.commit ?? (() => undefined),
		});
	} finally {
		const opened = await opening?.catch(() => undefined);
		await opened?.close();
	}
}

function filesTool(
	{ actor, clock }: Context,
	platform: string,
	server: () => Promise<Connection>,
	teller: Teller,
): FilesTool {
	const holder = {
		...{ clock, actor: actor.name, service: noService },
		...(teller.id === undefined ? {} : { operation: teller.id }),
	};
	return {
		async plan(goal, facts, serverPart, extension) {
			const about = { extension: { platform, ...extension }, serverPart, facts, goal };
			return preparePlan({ connection: await server(), ...about });
		},
		async apply(prepared, report) {
			const expectedHash = prepared.plan.hash;
			const connection = await server();
			await applyPlan({ connection, prepared, expectedHash, report, ...holder });
		},
		async recover(facts) {
			const connection = await server();
			const place = placeOf(connection, platform, facts);
			await recoverPlace({ connection, place, report: teller.report, ...holder });
		},
		async receipts(facts) {
			const connection = await server();
			return (await readReceipts(connection, placeOf(connection, platform, facts))).receipts;
		},
	};
}

/** A web server reads these files each time it is asked for one. */
const noService = async (): Promise<null> => null;

function hostOf({ address }: ServerAddress): string {
	return transportOf(address).host(address) ?? ownAddress();
}

function ownAddress(): string {
	const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
	const outside = all.find(({ family, internal }) => family === "IPv4" && !internal);
	return outside?.address ?? hostname();
}
