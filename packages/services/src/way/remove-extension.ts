import type { BindingPlan } from "@graft/core/domain/binding-plan";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import { shortNameOf } from "@graft/core/platforms/places";
import { changeBindings } from "../bindings/binding-work.ts";
import { requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { isDelivering } from "../deliveries/with-delivery.ts";
import { withdrawDeployment } from "../deliveries/withdraw-deployment.ts";
import { forgetExtension } from "../extensions/forget-extension.ts";
import { changeFolder } from "../repositories/folder-work.ts";
import { withLease } from "../running/lease.ts";
import { applyPlan } from "../servers/apply-plan.ts";
import { type AskedRemoval, removalInput } from "./asked-removal.ts";
import { type Part, takeInOrder } from "./in-order.ts";
import {
	agentsPlanIn,
	folderPlanIn,
	groupsPlanIn,
	serverPlansIn,
	tablesPlanIn,
} from "./place-plan.ts";
import { type PreparedRemoval, prepareRemoval, type RemovalPlan } from "./removal-plan.ts";
import { standingOf } from "./standing-of.ts";

/** `planHash`: of the plan that was shown and agreed to. */
export const removeExtensionInput = removalInput.extend({ planHash: sha256Text });

/** What taking an extension away would do everywhere. Writes nothing anywhere. */
export async function previewRemoval({
	ctx,
	input,
}: Call<typeof removalInput>): Promise<RemovalPlan> {
	const { plan } = await prepareRemoval(ctx, parseInput(removalInput, input));
	return plan;
}

/**
 * The safe order: agents are given nothing more, servers forget it and are reloaded, then its row, its tables where that was
 * asked for, its folder. What fails on the way stops it there: each place is then as before or as it should be, and
 * running it again goes on. Throws GraftError "partly-done" where something was done by then, with all that is not.
 */
export async function removeExtension({
	ctx,
	input,
}: Call<typeof removeExtensionInput>): Promise<{ id: string }> {
	await requireAdministrator(ctx, "remove an extension");
	const { planHash, ...wish } = parseInput(removeExtensionInput, input);
	const lease = { extensionId: wish.id, kind: "remove" };
	return withLease(ctx, lease, (held) => removeAlone(held, wish, planHash));
}

async function removeAlone(
	ctx: Context,
	wish: AskedRemoval,
	planHash: string,
): Promise<{ id: string }> {
	const prepared = await prepareRemoval(ctx, wish);
	const { plan } = prepared;
	const { id } = wish;
	if (plan.hash !== planHash) {
		throw new GraftError(
			"refused",
			`The plan to remove ${id} is not the one that you agreed to (${planHash.slice(0, 12)}): a place or the extension changed since; nothing was touched.`,
			{ hint: "Look at the plan again, and apply that one." },
		);
	}
	refuseOpen(plan, wish);
	await takeInOrder(partsOf(ctx, wish, prepared));
	return { id };
}

/** Whatever keeps one place back is said before the first one is changed. */
function refuseOpen({ problems }: RemovalPlan, { id, accept }: AskedRemoval): void {
	if (isRefused(problems)) {
		throw new GraftError("refused", `${id} cannot be removed as things are; nothing was touched.`, {
			hint: "Fix the problems named below, and try again.",
			problems,
		});
	}
	requireAccepted(problems, accept, ["server", "database"], `To remove ${id}`);
}

function partsOf(ctx: Context, wish: AskedRemoval, { plan, servers }: PreparedRemoval): Part[] {
	const { id, accept, reload } = wish;
	const tables = tablesPlanIn(plan.places);
	return [
		// Also where none is left to see: a process that was killed here may have left its journal.
		...(tables !== null && isDelivering(tables.platform) ? [withdrawal(ctx, wish, plan)] : []),
		...fromGroups(ctx, wish, groupsPlanIn(plan.places)),
		...fromRepository(ctx, wish, folderPlanIn(plan.places)),
		...serverPlansIn(plan.places).map((shown, at): Part => {
			const place = servers[at];
			if (place === undefined) throw new Error(`no server for plan ${at}`);
			const change = { id, ...place, goal: "absent", reload, accept } as const;
			return {
				what: `its server part on ${shown.server}`,
				done: shown.steps.length > 0 ? `it is uninstalled from ${shown.server}` : null,
				take: () => applyPlan({ ctx, input: { ...change, planHash: shown.hash } }),
			};
		}),
		folder(ctx, wish, tables),
	];
}

/** Before its folder goes: agents do not look for what is not there. */
function fromGroups(ctx: Context, { id }: AskedRemoval, plan: BindingPlan | null): Part[] {
	if (plan === null) return [];
	const { api, hash: planHash } = plan;
	const take = async () => {
		const { extension } = await standingOf(ctx, id);
		if (extension === null) throw new Error(`nothing says what ${id} is`);
		await changeBindings(ctx, { extension, wish: { goal: "absent" }, planHash });
	};
	const done = `no group is bound to it in ${api}`;
	return [{ what: `what groups are bound to in ${api}`, done, take }];
}

function fromRepository(
	ctx: Context,
	{ id, accept: accepted }: AskedRemoval,
	plan: RepositoryPlan | null,
): Part[] {
	if (plan === null) return [];
	const { repository, hash: planHash } = plan;
	const take = async () => {
		const { extension } = await standingOf(ctx, id);
		if (extension === null) throw new Error(`nothing says what ${id} is`);
		const tree = { root: "", files: new Map() };
		await changeFolder(ctx, { extension, tree, goal: "absent", accepted, planHash });
	};
	const done = `its folder is removed from ${repository}`;
	return [{ what: `its folder in ${repository}`, done, take }];
}

function withdrawal(
	ctx: Context,
	{ id, server, downloadDir }: AskedRemoval,
	{ subject, places }: RemovalPlan,
): Part {
	const deployment = `${shortNameOf(subject.platform ?? "")}'s deployment`;
	return {
		what: `its packages in ${deployment}`,
		done: agentsPlanIn(places) === null ? null : `its packages are withdrawn from ${deployment}`,
		take: () => withdrawDeployment({ ctx, input: { id, purge: true, server, downloadDir } }),
	};
}

function folder(
	ctx: Context,
	{ id, dropTables, accept }: AskedRemoval,
	tables: DatabasePlan | null,
): Part {
	const rows = dropTables ? "its row and its tables" : "its row";
	return {
		what:
			tables === null
				? "its folder"
				: `${rows} in ${shortNameOf(tables.platform)}'s database, and its folder`,
		done: null,
		take: () => forgetExtension({ ctx, input: { id, dropTables, accept, plan: tables?.hash } }),
	};
}
