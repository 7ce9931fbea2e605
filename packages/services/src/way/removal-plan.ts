import { GraftError } from "@graft/core/domain/errors";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Plan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import { filesPlaceOf, findPlatform } from "@graft/core/platforms/places";
import * as z from "zod";
import type { Context } from "../context/context.ts";
import { acceptedCodes, extensionId } from "../context/input-parts.ts";
import { type ServerAddress, storedAddress } from "../context/server-address.ts";
import { downloads } from "../deliveries/deployment-input.ts";
import { isDelivering } from "../deliveries/with-delivery.ts";
import {
	previewWithdrawal,
	takesNothing,
	type WithdrawnDeployment,
} from "../deliveries/withdraw-deployment.ts";
import {
	type ForgettingPreview,
	type ForgottenSubject,
	previewForgetting,
} from "../extensions/forget-extension.ts";
import { planServer } from "../servers/plan-server.ts";
import { labelOf } from "../servers/remember-server.ts";
import type { ServerPlan, TablesPlan, WithdrawalPlan } from "./place-plan.ts";
import { stayingParts } from "./staying-parts.ts";

export const removalInput = z.strictObject({
	id: extensionId,
	/** Its tables too, with all their rows; otherwise they stay. */
	dropTables: z.boolean().default(false),
	/** Where its packages for agents lie. */
	...downloads,
	/** The folder of its server part on that same server, where Graft does not know it from before. */
	serverDir: z.string().min(1).max(4096).optional(),
	/** Without one, a server still has the extension in its memory, and its tables must stay. */
	reload: z.boolean().default(true),
	accept: acceptedCodes,
});

export type AskedRemoval = z.output<typeof removalInput>;

/** One plan over all places, in the order in which they are changed. */
export interface RemovalPlan {
	readonly format: 2;
	readonly subject: ForgottenSubject;
	/**
	 * The same order for every system: nothing more for agents, then its servers, and last its tables with the folder,
	 * for a server that still knows a table that is gone fails its agents.
	 */
	readonly places: readonly (WithdrawalPlan | ServerPlan | TablesPlan)[];
	/** The tables that are its own, counted just now, whether they would go or stay. */
	readonly tables: ForgettingPreview["tables"];
	/** What stays, and how it could go before. Counted just now. */
	readonly notes: readonly string[];
	/** Of all places, without the warnings that were accepted. */
	readonly problems: readonly Problem[];
	/** Over what is done, and what goes; rows and machines may come and go meanwhile. */
	readonly hash: string;
}

export interface Place {
	readonly server: ServerAddress;
	readonly serverDir: string | undefined;
	/** It was taken off here already, without a reload. */
	readonly reloadPending: boolean;
}

/** `servers`: where each plan of a server is applied, in the same order. */
export interface PreparedRemoval {
	readonly plan: RemovalPlan;
	readonly servers: readonly Place[];
}

/** Looks at every place, and changes none. */
export async function prepareRemoval(ctx: Context, wish: AskedRemoval): Promise<PreparedRemoval> {
	const { id, dropTables, reload, accept } = wish;
	const folder = await previewForgetting({ ctx, input: { id, dropTables, accept } });
	const looked = await lookAtServers(ctx, wish);
	const plans = looked.map(({ plan }) => plan);
	if (dropTables) requireReload(id, reload, plans);
	const packages = await packagesOf(ctx, wish, folder);
	const { subject, plan: tables } = folder;
	const places: RemovalPlan["places"] = [
		...(packages === null
			? []
			: [{ place: "agents", driver: "delivery", plan: packages } as const]),
		...plans.map((plan) => ({ place: "server", driver: "files", plan }) as const),
		...(tables === null ? [] : [{ place: "database", driver: "sql", plan: tables } as const]),
	];
	const problems = [...(tables?.problems ?? []), ...looked.flatMap((each) => each.problems)];
	const notes = await stayingParts(ctx, folder);
	const hash = sha256(canonicalJson({ subject, dropTables, places: places.map(whatGoes) }));
	const plan = {
		format: 2,
		subject,
		places,
		tables: folder.tables,
		notes,
		problems,
		hash,
	} as const;
	return { plan, servers: looked.map(({ place }) => place) };
}

/** How many machines wait for a package changes by the minute. */
function whatGoes(each: RemovalPlan["places"][number]): object {
	const { place } = each;
	return each.driver === "delivery"
		? { place, packages: each.plan.purged }
		: { place, hash: each.plan.hash };
}

interface LookedAt {
	readonly place: Place;
	readonly plan: Plan;
	readonly problems: readonly Problem[];
}

async function lookAtServers(ctx: Context, wish: AskedRemoval): Promise<readonly LookedAt[]> {
	const { id, dropTables, reload, accept } = wish;
	const owed = dropTables && reload ? await owedReloads(ctx, id) : [];
	const looked: LookedAt[] = [];
	for (const place of [...(await placesOf(ctx, wish)), ...owed]) {
		const input = { id, ...place, goal: "absent", reload, accept } as const;
		const { plan, problems } = await planServer({ ctx, input }).catch((error: unknown) => {
			throw orForget(place.server, error);
		});
		const isTwice = looked.some(
			({ plan: other }) => other.server === plan.server && other.place.key === plan.place.key,
		);
		if (isTwice) continue;
		// Without a service that could be reloaded, nothing is owed.
		if (place.reloadPending && plan.steps.every(({ kind }) => kind !== "reload")) continue;
		const said = problems.map((each) => (dropTables ? withTables(plan.platform, each) : each));
		looked.push({ place, plan, problems: said });
	}
	return looked;
}

/** Without a reload tables must stay: then only one of the two ways is left. */
function withTables(platform: string, problem: Problem): Problem {
	const without = withoutReload(platform);
	return problem.code === without?.code ? { ...problem, hint: without.hint } : problem;
}

/** A server that still knows a table that is gone fails its agents. */
function requireReload(id: string, reload: boolean, servers: readonly Plan[]): void {
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

async function packagesOf(
	ctx: Context,
	{ id, server, downloadDir }: AskedRemoval,
	{ plan }: ForgettingPreview,
): Promise<WithdrawnDeployment | null> {
	if (plan === null || !isDelivering(plan.platform)) return null;
	// Its files may still lie there though the system knows nothing of it: an earlier run was interrupted.
	const shown = await previewWithdrawal({ ctx, input: { id, purge: true, server, downloadDir } });
	return takesNothing(shown) ? null : shown;
}
