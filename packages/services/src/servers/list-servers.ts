import { receipt as receiptSchema } from "@graft/core/drivers/files/plan/schemas";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";

export const listServersInput = z.strictObject({});

/** A server that Graft knows, and what is on it as far as was last seen. */
export interface KnownServer {
	/** Its address, as connections have it. */
	readonly server: string;
	readonly seenAt: Date | null;
	readonly extensions: readonly {
		readonly id: string;
		readonly version: string;
		readonly state: string;
		/** Absolute paths there; none where they came there without Graft. */
		readonly files: readonly string[];
	}[];
	/** Ids that were taken off without a reload: its service may have them in memory still. */
	readonly reloads: readonly string[];
}

/** Every server that Graft knows, by its label. Asks none of them. */
export async function listServers({
	ctx,
	input,
}: Call<typeof listServersInput>): Promise<readonly KnownServer[]> {
	parseInput(listServersInput, input);
	return knownServers(ctx);
}

export async function knownServers({ database }: Context): Promise<readonly KnownServer[]> {
	const rows = await database.server.findMany({
		include: { receipts: { orderBy: { extensionId: "asc" } }, reloads: true },
		orderBy: { label: "asc" },
	});
	return rows.map(({ label, seenAt, receipts, reloads }) => ({
		server: label,
		seenAt,
		extensions: receipts.map(({ extensionId, version, state, receipt }) => ({
			...{ id: extensionId, version, state },
			files: (receiptSchema.safeParse(receipt).data?.files ?? []).map(({ path }) => path),
		})),
		reloads: reloads.map(({ extensionId }) => extensionId).sort(),
	}));
}
