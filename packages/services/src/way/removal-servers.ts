import { labelOf } from "@graft/core/connections/find-transport";
import { GraftError } from "@graft/core/domain/errors";
import { isServiceStep, type Plan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import { filesPlaceOf, findPlatform } from "@graft/core/platforms/places";
import type { Context } from "../context/context.ts";
import { type ServerAddress, storedAddress } from "../context/server-address.ts";
import { planServer } from "../servers/plan-server.ts";
import type { AskedRemoval } from "./asked-removal.ts";

export interface Place {
	readonly server: ServerAddress;
	readonly serverDir: string | undefined;
	/** It was taken off here already, without a reload. */
	readonly reloadPending: boolean;
}

/** One server, and what would be done to it. */
export interface LookedAt {
	readonly place: Place;
	readonly plan: Plan;
	readonly problems: readonly Problem[];
	readonly turn: number;
}

/** Every server that it is on, or owes a reload; looks, and changes none. */
export async function lookAtServers(
	ctx: Context,
	wish: AskedRemoval,
): Promise<readonly LookedAt[]> {
	const { id, dropTables, reload, accept } = wish;
	const owed = dropTables && reload ? await owedReloads(ctx, id) : [];
	const looked: LookedAt[] = [];
	for (const place of [...(await placesOf(ctx, wish)), ...owed]) {
		const input = { id, ...place, goal: "absent", reload, accept } as const;
		const { plan, problems, turn } = await planServer({ ctx, input }).catch((error: unknown) => {
			throw orForget(place.server, error);
		});
		const isTwice = looked.some(
			({ plan: other }) => other.server === plan.server && other.place.key === plan.place.key,
		);
		if (isTwice) continue;
		// Without a service that could be reloaded, nothing is owed.
		if (place.reloadPending && !plan.steps.some(isServiceStep)) continue;
		const said = problems.map((each) => (dropTables ? withTables(plan.platform, each) : each));
		looked.push({ place, plan, problems: said, turn });
	}
	return looked.toSorted((one, other) => one.turn - other.turn);
}

/** Without a reload tables must stay: then only one of the two ways is left. */
function withTables(platform: string, problem: Problem): Problem {
	const without = withoutReload(platform);
	return problem.code === without?.code ? { ...problem, hint: without.hint } : problem;
}

/** A server that still knows a table that is gone fails its agents. */
export function requireReload(id: string, reload: boolean, servers: readonly Plan[]): void {
	const [waiting] = servers.filter(({ steps }) => steps.length > 0);
	if (reload || waiting === undefined) return;
	const without = withoutReload(waiting.platform);
	const danger = without === undefined ? "" : `: ${without.danger}`;
	const may =
		without === undefined
			? ""
			: ` Where Graft cannot reload a server, it says so, and you may accept that (${without.code}).`;
	throw new GraftError(
		"usage",
		`The tables of ${id} cannot be dropped while a server has it loaded${danger}.`,
		{ hint: `Leave out --no-reload, or leave the tables (without --drop-tables).${may}` },
	);
}

function withoutReload(platform: string) {
	return filesPlaceOf(findPlatform(platform))?.withoutReload;
}

/** A server that is gone for good must not keep an extension for ever. */
function orForget(server: ServerAddress, error: unknown): unknown {
	if (!(error instanceof GraftError) || error.kind !== "unreachable") return error;
	const forget = `install-plugin server forget ${labelOf(server)}`;
	return new GraftError("unreachable", error.message, {
		hint: `${error.hint} If it is gone for good: ${forget}`.trim(),
		cause: error,
	});
}

/** Where it is, as far as is known, and where somebody says that it is. */
async function placesOf(
	{ database }: Context,
	{ id, server: named, serverDir: namedDir }: AskedRemoval,
): Promise<readonly Place[]> {
	const receipts = await database.receipt.findMany({
		where: { extensionId: id, NOT: { state: "missing" } },
		include: { server: true },
		orderBy: { server: { label: "asc" } },
	});
	const known = receipts.map(({ server: { label, address }, serverDir }) => ({
		// What is said now is known better, a password above all.
		server: { ...storedAddress.parse(address), ...(label === labelOf(named) ? named : {}) },
		serverDir: serverDir ?? undefined,
		reloadPending: false,
	}));
	const isKnown = known.some(
		({ server, serverDir }) => serverDir === namedDir && labelOf(server) === labelOf(named),
	);
	if (namedDir === undefined || isKnown) return known;
	return [...known, { server: named, serverDir: namedDir, reloadPending: false }];
}

async function owedReloads({ database }: Context, id: string): Promise<readonly Place[]> {
	const rows = await database.pendingReload.findMany({
		where: { extensionId: id },
		include: { server: true },
		orderBy: { server: { label: "asc" } },
	});
	return rows.map(({ server, serverDir }) => ({
		server: storedAddress.parse(server.address),
		serverDir: serverDir ?? undefined,
		reloadPending: true,
	}));
}
