import { addressForms } from "@graft/core/connections/find-transport";
import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import type { Delivery, DeploymentPlan } from "@graft/core/platforms/delivery";
import type { PlaceAdapter } from "@graft/core/platforms/place";
import { findPlatform } from "@graft/core/platforms/places";
import { hasLinkedApi, planBindings } from "../bindings/binding-work.ts";
import type { LoadedExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { subjectOf as packedSubject } from "../deliveries/pack-packages.ts";
import { lookByDelivery } from "../deliveries/with-delivery.ts";
import { activationOf } from "../extensions/activate-extension.ts";
import { withTables } from "../links/linked-tables.ts";
import { planFolder } from "../repositories/folder-work.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { sourceOf } from "../servers/server-work.ts";
import { prepareTables } from "../tables/change-tables.ts";
import type { AskedUp, NamedServer } from "./asked-up.ts";
import type { UpPlace } from "./place-plan.ts";

export interface Looked {
	readonly places: readonly UpPlace[];
	/** Where each plan of a server is applied, in the same order; absent where none is. */
	readonly servers?: readonly NamedServer[];
	readonly problems: readonly Problem[];
}

/** What would be done at one place of the platform; a place of servers has a plan for each of them. */
export function lookAt(
	ctx: Context,
	loaded: LoadedExtension,
	asked: AskedUp,
	place: PlaceAdapter,
): Promise<Looked> {
	switch (place.driver) {
		case "sql":
			return lookAtTables(ctx, loaded, asked, place.name);
		case "files":
			return lookAtServers(ctx, loaded, asked, place.name);
		case "git":
			return lookAtFolder(ctx, loaded, asked, place.name);
		case "http":
			return lookAtGroups(ctx, loaded, asked, place.name);
	}
}

/** Where all machines were meant, that none has a use for it yet keeps the rest of the way from nothing. */
export function withoutNobody(
	delivery: Delivery | undefined,
	looked: DeploymentPlan | null,
): Looked {
	if (looked === null) return { places: [], problems: [] };
	const isNobody = (problem: Problem) => delivery?.isNobody(problem) === true;
	const places = [{ place: "agents", driver: "delivery", plan: looked }] as const;
	if (!looked.problems.some(isNobody)) return { places, problems: looked.problems };
	if (looked.choice.kind !== "all") {
		const hint = (each: Problem) => `${each.hint} To give agents nothing now: --no-deploy.`;
		const problems = looked.problems.map((each) =>
			isNobody(each) ? { ...each, hint: hint(each) } : each,
		);
		return { places, problems };
	}
	const told = looked.problems.filter(isNobody);
	return { places: [], problems: told.map((each) => ({ ...each, severity: "info" })) };
}

async function lookAtTables(
	ctx: Context,
	loaded: LoadedExtension,
	asked: AskedUp,
	place: string,
): Promise<Looked> {
	const change = activationOf(loaded, loaded.accepted, asked.accept);
	const plan = await withTables(ctx, loaded.extension.platform, (tables) =>
		prepareTables(ctx, tables, change),
	);
	return { places: [{ place, driver: "sql", plan }], problems: plan.problems };
}

async function lookAtServers(
	ctx: Context,
	loaded: LoadedExtension,
	{ servers, reload, accept: codes }: AskedUp,
	place: string,
): Promise<Looked> {
	if (servers.length === 0)
		throw new GraftError("usage", `Nobody said which server ${loaded.extension.id} is to go to.`, {
			hint: `Name one by --server: ${addressForms}.`,
		});
	// What it lacks in other places is what this very plan mends.
	const source = { ...sourceOf(loaded), loaded, elsewhere: [] };
	const plans = [];
	for (const named of servers) {
		const there = inKnownFolder(ctx, loaded.extension.id, named);
		const change = { ...there, goal: "present", reload, accept: codes } as const;
		plans.push({ ...(await planFrom(ctx, change, async () => source)), named });
	}
	plans.sort((one, other) => one.turn - other.turn);
	return {
		servers: plans.map(({ named }) => named),
		places: plans.map(({ plan }) => ({ place, driver: "files", plan })),
		problems: plans.flatMap(({ problems }) => problems),
	};
}

async function lookAtFolder(
	ctx: Context,
	{ extension, tree, accepted: before }: LoadedExtension,
	{ accept }: AskedUp,
	place: string,
): Promise<Looked> {
	const accepted = [...before, ...accept];
	const plan = await planFolder(ctx, { extension, tree, goal: "present", accepted });
	return { places: [{ place, driver: "git", plan }], problems: plan.problems };
}

/** Where no API is linked, others bind groups, and this leaves them alone: unless groups are named. */
async function lookAtGroups(
	ctx: Context,
	{ extension }: LoadedExtension,
	{ groups }: AskedUp,
	place: string,
): Promise<Looked> {
	if (groups.length === 0 && !(await hasLinkedApi(ctx, extension.platform)))
		return { places: [], problems: [] };
	const plan = await planBindings(ctx, { extension, wish: { goal: "present", groups } });
	return { places: [{ place, driver: "http", plan }], problems: plan.problems };
}

/** null where agents get nothing by it. */
export async function lookAtAgents(
	ctx: Context,
	loaded: LoadedExtension,
	{ deployment }: AskedUp,
): Promise<DeploymentPlan | null> {
	const { platform, parts } = loaded.extension;
	const { windows, unix } = parts.agents;
	const isDelivered = findPlatform(platform)?.delivery !== undefined;
	if (!isDelivered || deployment === undefined || windows.length + unix.length === 0) return null;
	const wish = { ...deployment, purpose: "install" } as const;
	const packed = await packedSubject(ctx, loaded, wish);
	const { plan } = await lookByDelivery(ctx, { platform, ...wish }, ({ delivery, tools }) =>
		delivery.prepare(tools, packed, wish),
	);
	return plan;
}
