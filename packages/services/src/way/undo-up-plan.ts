import { countOf } from "@graft/core/domain/counts";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import type { Problem } from "@graft/core/domain/problem";
import { findManaged } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { deliveringPlatform, lookByDelivery } from "../deliveries/with-delivery.ts";
import {
	previewWithdrawal,
	takesNothing,
	withdrawDeployment,
} from "../deliveries/withdraw-deployment.ts";
import { forgetExtension } from "../extensions/forget-extension.ts";
import { switchVersion } from "../extensions/switch-version.ts";
import type { Part } from "./in-order.ts";
import { refusedUndo } from "./refused-undo.ts";
import { standingOf } from "./standing-of.ts";
import {
	activationBack,
	folderBack,
	groupsBack,
	type LookedBack,
	serverBack,
} from "./undo-up-places.ts";
import { readUpChanges, type UpChanges } from "./up-changes.ts";

/** What takes back an `up`, place by place. */
export interface PreparedUndo {
	readonly parts: readonly Part[];
	/** What is done at each place, for people. */
	readonly says: readonly string[];
	/** Of all places, without the warnings that were accepted. */
	readonly problems: readonly Problem[];
	/** What stays all the same, in words: known once all is done. */
	readonly left: readonly string[];
	/** Over what is done at each place. */
	readonly hash: string;
}

interface UndoUpWish {
	readonly id: string;
	/** The `up` that is undone. */
	readonly operation: string;
	readonly accept: readonly string[];
}

/**
 * Looks at every place, and changes none. Agents first, and what is new here last; a version that goes back in its place comes
 * before what is made from it. Throws GraftError "refused" where a place has no way back.
 */
export async function prepareUndoUp(ctx: Context, wish: UndoUpWish): Promise<PreparedUndo> {
	const noted = await readUpChanges(ctx, wish.operation);
	const changes = { ...noted, accepted: [...new Set([...noted.accepted, ...wish.accept])] };
	refuseByHand(changes);
	const left: string[] = [];
	const looked = [await agentsBack(ctx, changes), await versionBack(ctx, changes)];
	for (const server of changes.servers.toReversed())
		looked.push(await serverBack(ctx, changes, server));
	looked.push(await groupsBack(ctx, changes), await folderBack(ctx, changes));
	looked.push(await activationBack(ctx, changes, left), await folderAway(ctx, changes));
	const places = looked.filter((each) => each !== null);
	return {
		parts: places.map(({ part }) => part),
		says: places.map(({ says }) => says),
		problems: places.flatMap(({ problems }) => problems),
		left,
		hash: sha256(canonicalJson(places.map(({ part: { what }, does }) => ({ what, does })))),
	};
}

/** No archive has what was there: it is a copy in set-aside/, if it is anywhere. */
function refuseByHand({ id, folder, activation, servers, repository }: UpChanges): void {
	if (folder === null || folder.former !== null) return;
	const there = [...servers, ...(repository === null ? [] : [repository])];
	if (activation?.wasActive !== true && there.every(({ former }) => former === null)) return;
	throw refusedUndo(
		`${id} was in use before it, and no archive of that version was kept.`,
		`A folder that was copied here by hand is kept in set-aside/ in GRAFT_HOME: import that. To remove ${id} from all places: install-plugin remove ${id}`,
	);
}

async function agentsBack(ctx: Context, { id, deployment }: UpChanges): Promise<LookedBack | null> {
	if (deployment === null) return null;
	const { version, server, downloadDir } = deployment;
	const platform = await deliveringPlatform(ctx, id);
	const states = await lookByDelivery(ctx, { platform, server }, ({ delivery, tools }) =>
		delivery.list(tools.database, { extensionId: id, limit: 0 }),
	);
	const given = states.filter((each) => each.version === version && each.purpose === "install");
	const count = (state: keyof (typeof given)[number]["machines"]) =>
		given.reduce((sum, { machines }) => sum + machines[state], 0);
	refuseExecuted(id, count("success") + count("error"), count("notified"));
	const wish = { id, version, purge: true, server, downloadDir };
	const shown = await previewWithdrawal({ ctx, input: wish });
	if (takesNothing(shown)) return null;
	const says = "its packages are withdrawn from agents";
	const take = () => withdrawDeployment({ ctx, input: wish });
	const part = { what: "its packages for agents", done: says, take };
	return { part, says, does: shown.purged, problems: [] };
}

function refuseExecuted(id: string, executed: number, told: number): void {
	if (executed > 0)
		throw refusedUndo(
			`${countOf(executed, "machine")} executed its package since, and that cannot be undone from here.`,
			`To uninstall it from Unix agents: install-plugin deploy ${id} --uninstall. To remove it from all other places: install-plugin remove ${id}`,
		);
	if (told > 0)
		throw refusedUndo(
			`${countOf(told, "machine")} ${told === 1 ? "was" : "were"} told of its package, and may be executing it now.`,
			`Wait for what they report. To withdraw it from them anyway: install-plugin withdraw ${id}; then undo this again.`,
		);
}

async function versionBack(
	ctx: Context,
	{ id, folder, accepted: accept }: UpChanges,
): Promise<LookedBack | null> {
	const former = folder?.former;
	if (former == null || findManaged(ctx.paths.databaseUrl, id)?.archiveSha256 === former)
		return null;
	const take = () => switchVersion({ ctx, input: { id, sha256: former, accept } });
	const says = "the version before is in its folder";
	const part = { what: "its folder", done: says, take };
	return { part, says, does: former, problems: [] };
}

async function folderAway(
	ctx: Context,
	{ id, folder, accepted: accept }: UpChanges,
): Promise<LookedBack | null> {
	if (folder === null || folder.former !== null) return null;
	const { row, present } = await standingOf(ctx, id);
	if (row === null && present === undefined) return null;
	const take = () => forgetExtension({ ctx, input: { id, accept } });
	const part = { what: "its folder", done: null, take };
	const says = "its folder is removed; its archives are kept";
	return { part, says, does: present ?? null, problems: [] };
}
