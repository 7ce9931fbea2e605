import { GraftError } from "@graft/core/domain/errors";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Plan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import * as z from "zod";
import type { Context } from "../context.ts";
import { downloads } from "../deliveries/deployment-input.ts";
import { isDelivering } from "../deliveries/with-delivery.ts";
import {
	previewWithdrawal,
	takesNothing,
	type WithdrawnDeployment,
} from "../deliveries/withdraw-deployment.ts";
import { type ForgettingPreview, previewForgetting } from "../extensions/forget-extension.ts";
import { acceptedCodes, extensionId } from "../input-parts.ts";
import { planServer } from "../servers/plan-server.ts";
import { labelOf } from "../servers/remember-server.ts";
import { type ServerAddress, storedAddress } from "../servers/server-address.ts";
import { stayingParts } from "./staying-parts.ts";

export const removalInput = z.strictObject({
	id: extensionId,
	/** Its tables in OCS's database too, with all their rows; otherwise they stay. */
	dropTables: z.boolean().default(false),
	/** Where OCS's packages lie. */
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
	readonly format: 1;
	readonly id: string;
	/** null where OCS's deployment has none of it. */
	readonly packages: WithdrawnDeployment | null;
	readonly servers: readonly Plan[];
	/** OCS's database and the folder. */
	readonly removal: ForgettingPreview;
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

/** Looks at every place, and changes none. */
export async function prepareRemoval(
	ctx: Context,
	wish: AskedRemoval,
): Promise<{ plan: RemovalPlan; places: readonly Place[] }> {
	const { id, dropTables, reload, accept } = wish;
	const removal = await previewForgetting({ ctx, input: { id, dropTables, accept } });
	const owed = dropTables && reload ? await owedReloads(ctx, id) : [];
	const places: Place[] = [];
	const servers: Plan[] = [];
	const problems: Problem[] = [...(removal.plan?.problems ?? [])];
	for (const place of [...(await placesOf(ctx, wish)), ...owed]) {
		const input = { id, ...place, goal: "absent", reload, accept } as const;
		const shown = await planServer({ ctx, input }).catch((error: unknown) => {
			throw orForget(place.server, error);
		});
		const isTwice = servers.some(
			({ server, place }) => server === shown.plan.server && place.key === shown.plan.place.key,
		);
		if (isTwice) continue;
		// Without a service that could be reloaded, nothing is owed.
		if (place.reloadPending && shown.plan.steps.every(({ kind }) => kind !== "reload")) continue;
		places.push(place);
		servers.push(shown.plan);
		problems.push(...shown.problems.map((each) => (dropTables ? withTables(each) : each)));
	}
	if (dropTables) requireReload(id, reload, servers);
	const packages = await packagesOf(ctx, wish, removal);
	const notes = await stayingParts(ctx, removal);
	const hash = sha256(
		canonicalJson({
			...{ id, dropTables, packages: packages?.purged ?? null, content: removal.content ?? null },
			...{ servers: servers.map((each) => each.hash), database: removal.plan?.hash ?? null },
		}),
	);
	return { plan: { format: 1, id, packages, servers, removal, notes, problems, hash }, places };
}

/** Without a reload tables must stay: then only one of the two ways is left. */
function withTables(problem: Problem): Problem {
	if (problem.code !== "ocs/no-reload") return problem;
	const hint =
		"Accept this, and reload or stop that Apache yourself at once: until then it answers 500 to every agent. To be safe, take it off first (install-plugin uninstall), reload, and remove it then.";
	return { ...problem, hint };
}

/** A server that still knows a table that is gone answers 500 to every agent. */
function requireReload(id: string, reload: boolean, servers: readonly Plan[]): void {
	if (reload || servers.every(({ steps }) => steps.length === 0)) return;
	throw new GraftError(
		"usage",
		`The tables of ${id} cannot go while a server has it loaded: it would answer 500 to every agent.`,
		{
			hint: "Leave out --no-reload, or leave the tables (without --drop-tables). Where Graft cannot reload a server, it says so, and you may accept that (ocs/no-reload).",
		},
	);
}

/** A server that is gone for good must not keep an extension for ever. */
function orForget(server: ServerAddress, error: unknown): unknown {
	if (!(error instanceof GraftError) || error.kind !== "unreachable") return error;
	const forget = `install-plugin server forget ${labelOf(server)}`;
	return new GraftError("unreachable", error.message, {
		hint: `${error.hint} Where it is gone for good: ${forget}`.trim(),
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
	// Its files may still lie there though OCS has no row of it: an earlier run was interrupted.
	const shown = await previewWithdrawal({ ctx, input: { id, purge: true, server, downloadDir } });
	return takesNothing(shown) ? null : shown;
}
