import type { FileTree } from "@graft/core/domain/archive";
import type { BindingPlan } from "@graft/core/domain/binding-plan";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Problem } from "@graft/core/domain/problem";
import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import type { PlaceAdapter } from "@graft/core/platforms/place";
import { findPlatform, gitPlaceOf } from "@graft/core/platforms/places";
import { hasLinkedApi, planBindings } from "../bindings/binding-work.ts";
import type { Context } from "../context/context.ts";
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
import { isLinked } from "../links/stored-link.ts";
import { planFolder } from "../repositories/folder-work.ts";
import type { AskedRemoval } from "./asked-removal.ts";
import type {
	FolderPlan,
	GroupsPlan,
	ServerPlan,
	TablesPlan,
	WithdrawalPlan,
} from "./place-plan.ts";
import { lookAtServers, type Place, requireReload } from "./removal-servers.ts";
import { standingOf } from "./standing-of.ts";
import { stayingParts } from "./staying-parts.ts";

/** One plan over all places, in the order in which they are changed. */
export interface RemovalPlan {
	readonly format: 2;
	readonly subject: ForgottenSubject;
	/**
	 * The same order for every system: nothing more for agents, by packages, groups or a repository, then its servers, and last its tables with the folder,
	 * for a server that still knows a table that is gone fails its agents.
	 */
	readonly places: readonly (WithdrawalPlan | GroupsPlan | FolderPlan | ServerPlan | TablesPlan)[];
	/** The tables that are its own, counted just now, whether they would go or stay. */
	readonly tables: ForgettingPreview["tables"];
	/** What stays, and how it could go before. Counted just now. */
	readonly notes: readonly string[];
	/** Of all places, without the warnings that were accepted. */
	readonly problems: readonly Problem[];
	/** Over what is done, and what goes; rows and machines may come and go meanwhile. */
	readonly hash: string;
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
	const bound = await groupsOf(ctx, wish);
	const pushed = await folderOf(ctx, wish);
	const places: RemovalPlan["places"] = [
		...(packages === null
			? []
			: [{ place: "agents", driver: "delivery", plan: packages } as const]),
		...(bound === null
			? []
			: [{ place: nameOf(bound, "http"), driver: "http", plan: bound } as const]),
		...(pushed === null
			? []
			: [{ place: nameOf(pushed, "git"), driver: "git", plan: pushed } as const]),
		...plans.map((plan) => ({ place: nameOf(plan, "files"), driver: "files", plan }) as const),
		...(tables === null
			? []
			: [{ place: nameOf(tables, "sql"), driver: "sql", plan: tables } as const]),
	];
	const problems = [
		...(pushed?.problems ?? []),
		...(tables?.problems ?? []),
		...looked.flatMap((each) => each.problems),
	];
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

/** As its platform calls it; of a platform that is not here any more, by the driver. */
function nameOf(
	{ platform }: { readonly platform: string },
	driver: PlaceAdapter["driver"],
): string {
	return findPlatform(platform)?.places.find((place) => place.driver === driver)?.name ?? driver;
}

/** How many machines wait for a package changes by the minute. */
function whatGoes(each: RemovalPlan["places"][number]): object {
	const { place } = each;
	return each.driver === "delivery"
		? { place, packages: each.plan.purged }
		: { place, hash: each.plan.hash };
}

/** null where no group is bound to it, or no API is linked. */
async function groupsOf(ctx: Context, { id }: AskedRemoval): Promise<BindingPlan | null> {
	const { extension } = await standingOf(ctx, id);
	if (extension === null || !(await hasLinkedApi(ctx, extension.platform))) return null;
	const plan = await planBindings(ctx, { extension, wish: { goal: "absent" } });
	return plan.steps.length === 0 ? null : plan;
}

/** null where it is in no repository, or in none that is linked. */
async function folderOf(
	ctx: Context,
	{ id, accept: accepted }: AskedRemoval,
): Promise<RepositoryPlan | null> {
	const { extension } = await standingOf(ctx, id);
	const place = gitPlaceOf(findPlatform(extension?.platform));
	if (extension === null || place === undefined || !(await isLinked(ctx, place.link))) return null;
	const plan = await planFolder(ctx, { extension, tree: nothing, goal: "absent", accepted });
	return plan.steps.length === 0 && plan.problems.length === 0 ? null : plan;
}

const nothing: FileTree = { root: "", files: new Map() };

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
