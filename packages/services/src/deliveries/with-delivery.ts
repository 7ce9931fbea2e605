import { thisMachine } from "@graft/core/connections/this-machine";
import { GraftError } from "@graft/core/domain/errors";
import type { Delivery, DeliveryTools } from "@graft/core/platforms/delivery";
import { findPlatform } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import { knownExtension } from "../catalogue/known-extension.ts";
import type { Context } from "../context/context.ts";
import type { ServerAddress } from "../context/server-address.ts";
import { withTables } from "../links/linked-tables.ts";
import { aloneIn } from "./alone-in.ts";
import { type Teller, withDeliveryTools } from "./delivery-tools.ts";

export interface Lent {
	readonly delivery: Delivery;
	readonly tools: DeliveryTools;
}

interface Asked {
	/** The platform whose delivery it is. */
	readonly platform: string;
	readonly server?: ServerAddress;
}

/** Looks by a platform's delivery; throws as `withTables` does, and GraftError "usage" where the platform has none. */
export function lookByDelivery<T>(
	ctx: Context,
	{ platform, server = thisMachine }: Asked,
	work: (lent: Lent) => Promise<T>,
): Promise<T> {
	const delivery = demandDelivery(platform);
	const { report } = ctx;
	return withTables(ctx, platform, ({ connection }) =>
		withDeliveryTools(ctx, platform, { server }, connection, { report }, (tools) =>
			work({ delivery, tools }),
		),
	);
}

/** The same to change something, while no other Graft changes that database. */
export function changeByDelivery<T>(
	ctx: Context,
	{ platform, server = thisMachine }: Asked,
	teller: Teller,
	work: (lent: Lent) => Promise<T>,
): Promise<T> {
	const delivery = demandDelivery(platform);
	return withTables(ctx, platform, ({ connection }) =>
		aloneIn(connection, () =>
			withDeliveryTools(ctx, platform, { server }, connection, teller, (tools) =>
				work({ delivery, tools }),
			),
		),
	);
}

function demandDelivery(platform: string): Delivery {
	const found = findPlatform(platform);
	if (found?.delivery !== undefined) return found.delivery;
	throw new GraftError("usage", `${found?.name ?? platform} has no deployment of its own.`);
}

/** Platforms whose systems hand over to machines what agents need. */
export const delivering: readonly string[] = platforms.flatMap(({ id, delivery }) =>
	delivery === undefined ? [] : [id],
);

/** Whether anything of that platform can be handed over by its own system. */
export function isDelivering(platform: string): boolean {
	return delivering.includes(platform);
}

/** Whose delivery an extension has to do with, also where it is not here any more. */
export async function deliveringPlatform(ctx: Context, id: string): Promise<string> {
	const archive = await ctx.database.archive.findFirst({
		where: { extensionId: id },
		orderBy: { importedAt: "desc" },
	});
	const platform = archive?.platform ?? (await platformOfFolder(ctx, id));
	const [first] = delivering;
	return platform ?? first ?? "";
}

async function platformOfFolder(ctx: Context, id: string): Promise<string | undefined> {
	try {
		return (await knownExtension(ctx, id)).extension?.platform;
	} catch (error) {
		if (error instanceof GraftError && error.kind === "not-found") return undefined;
		throw error;
	}
}

/** Throws GraftError "not-found" where nothing of it was handed over and it was never here: then its id is wrong. */
export async function requireDelivered(ctx: Context, { delivery, tools }: Lent, id: string) {
	if (await delivery.has(tools.database, id)) return;
	const kept = await ctx.database.archive.count({ where: { extensionId: id } });
	if (kept === 0) await knownExtension(ctx, id);
}
