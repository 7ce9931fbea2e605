import type { Connection } from "@graft/core/connections/connection";
import type { Problem } from "@graft/core/domain/problem";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import { findManaged } from "@graft/database/quick-look";
import { changeBindings, planBindings } from "../bindings/binding-work.ts";
import { loadKept } from "../catalogue/load-kept.ts";
import type { Context } from "../context/context.ts";
import { activateExtension, activationOf } from "../extensions/activate-extension.ts";
import { deactivateWith, deactivation } from "../extensions/deactivate-extension.ts";
import { whereTables, withTables } from "../links/linked-tables.ts";
import { changeFolder, planFolder } from "../repositories/folder-work.ts";
import { applyChange } from "../servers/apply-plan.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { type ChangeSource, sourceOfChange } from "../servers/prepare-plan.ts";
import { sourceOf } from "../servers/server-work.ts";
import { prepareTables } from "../tables/change-tables.ts";
import { grownTables } from "../tables/count-tables.ts";
import { staying } from "./activation-stage.ts";
import type { Part } from "./in-order.ts";
import { refusedUndo } from "./refused-undo.ts";
import { standingOf } from "./standing-of.ts";
import type { ServerChanged, UpChanges } from "./up-changes.ts";

/** One place as it was looked at. */
export interface LookedBack {
	readonly part: Part;
	/** What a person is shown of it; a sentence without its end. */
	readonly says: string;
	/** What would be done there: two that are alike do the same. */
	readonly does: unknown;
	readonly problems: readonly Problem[];
}

/** The version that stood there before, from its archive, or nothing. */
export async function serverBack(
	ctx: Context,
	changes: UpChanges,
	{ former, ...there }: ServerChanged,
): Promise<LookedBack> {
	const { id, reload, accepted: accept } = changes;
	const goal = former === null ? "absent" : "present";
	const asked = { id, ...there, goal, reload, reloadPending: false, accept } as const;
	const change = inKnownFolder(ctx, id, asked);
	const kept = former === null ? null : await keptVersion(ctx, changes, former);
	// What is here may be another version by the time that this server is changed.
	let source: ChangeSource | undefined;
	const find = async (connection: Connection) => {
		source ??=
			kept === null
				? await sourceOfChange(ctx, connection, change)
				: { ...sourceOf(kept), loaded: kept, elsewhere: [] };
		return source;
	};
	const { plan, problems } = await planFrom(ctx, change, find);
	const { steps, hash, server } = plan;
	const now =
		former === null ? `it is uninstalled from ${server}` : `version ${former} is on ${server}`;
	const take = () => applyChange(ctx, { ...change, planHash: hash }, find);
	const part = { what: `its server part on ${server}`, done: steps.length > 0 ? now : null, take };
	return { part, says: now, does: hash, problems };
}

/** The same in the repository of its system. */
export async function folderBack(ctx: Context, changes: UpChanges): Promise<LookedBack | null> {
	const { id, repository, accepted } = changes;
	if (repository === null) return null;
	const { former } = repository;
	const kept = former === null ? null : await keptVersion(ctx, changes, former);
	const extension = kept?.extension ?? (await standingOf(ctx, id)).extension;
	if (extension === null) throw refusedUndo(`Nothing here says what ${id} is.`, "Import it again.");
	const tree = kept?.tree ?? { root: "", files: new Map() };
	const goal = former === null ? "absent" : "present";
	const wish = { extension, tree, goal, accepted } as const;
	const { steps, hash, repository: label, problems } = await planFolder(ctx, wish);
	if (steps.length === 0 && problems.length === 0) return null;
	const now =
		former === null ? `its folder is not in ${label}` : `version ${former} is in ${label}`;
	const take = () => changeFolder(ctx, { ...wish, planHash: hash });
	const part = { what: `its folder in ${label}`, done: now, take };
	return { part, says: now, does: hash, problems };
}

/** What they were bound to before, whatever version that was of. */
export async function groupsBack(ctx: Context, changes: UpChanges): Promise<LookedBack | null> {
	const { id, groups } = changes;
	if (groups === null) return null;
	const { extension } = await standingOf(ctx, id);
	if (extension === null) throw refusedUndo(`Nothing here says what ${id} is.`, "Import it again.");
	const wish = { goal: "exactly", bindings: groups.former } as const;
	const { steps, hash, api, problems } = await planBindings(ctx, { extension, wish });
	if (steps.length === 0) return null;
	const says = `groups are bound as before in ${api}`;
	const take = () => changeBindings(ctx, { extension, wish, planHash: hash });
	const part = { what: `what groups are bound to in ${api}`, done: says, take };
	return { part, says, does: hash, problems };
}

async function keptVersion(ctx: Context, { id, folder }: UpChanges, version: string) {
	const likely = folder?.former ?? findManaged(ctx.paths.databaseUrl, id)?.archiveSha256;
	const kept = await ctx.database.archive.findMany({
		where: { extensionId: id, version },
		orderBy: { importedAt: "desc" },
	});
	const found = kept.find(({ sha256 }) => sha256 === likely) ?? kept[0];
	if (found !== undefined) return loadKept(ctx, found.sha256);
	throw refusedUndo(
		`Version ${version} of ${id} was on a server before, and no archive of it is kept.`,
		"Import that archive and install it there.",
	);
}

/** The `up` went there by a link: without that, what it did there would stay unseen. */
async function requireLink(ctx: Context, platform: string | undefined): Promise<void> {
	if (sqlPlaceOf(findPlatform(platform)) === undefined) return;
	await withTables(ctx, platform, async () => undefined);
}

/** null where nothing is to be done. Tables that stay are added to `left`, in words, once that is known. */
export function activationBack(
	ctx: Context,
	changes: UpChanges,
	left: string[],
): Promise<LookedBack | null> {
	const { folder, activation } = changes;
	if (activation?.wasActive === true)
		return folder?.former ? activeAgain(ctx, changes, folder.former) : Promise.resolve(null);
	const isNew = folder !== null && folder.former === null;
	return activation === null && !isNew ? Promise.resolve(null) : inactive(ctx, changes, left);
}

/** Tables are only widened: not a row is lost on the way back either. */
async function activeAgain(
	ctx: Context,
	{ id, accepted: accept }: UpChanges,
	former: string,
): Promise<LookedBack | null> {
	const kept = await loadKept(ctx, former);
	const { platform, version } = kept.extension;
	await requireLink(ctx, platform);
	return whereTables(ctx, platform, async (tables) => {
		if (tables === null) return null;
		const change = activationOf(kept, kept.accepted, accept);
		const { steps, hash, problems } = await prepareTables(ctx, tables, change);
		if (steps.length === 0) return null;
		const take = () => activateExtension({ ctx, input: { id, accept, plan: hash } });
		const says = `version ${version} is active`;
		const part = { what: "its activation", done: says, take };
		return { part, says, does: hash, problems };
	});
}

async function inactive(
	ctx: Context,
	{ id, activation }: UpChanges,
	left: string[],
): Promise<LookedBack | null> {
	const { row, extension } = await standingOf(ctx, id);
	await requireLink(ctx, extension?.platform);
	const made = activation?.made ?? {};
	return whereTables(ctx, extension?.platform, async (tables) => {
		if (tables === null || extension === null) {
			if (row?.active !== true) return null;
			const take = () => deactivateWith(ctx, { id, plan: undefined, dropTables: [] });
			const part = { what: "its activation", done: notActive, take };
			return { part, says: notActive, does: "inactive", problems: [] };
		}
		const wish = deactivation(extension, Object.keys(made));
		const { steps, hash, problems } = await prepareTables(ctx, tables, wish);
		if (steps.length === 0) return null;
		const there = steps.flatMap(({ kind, target }) => (kind === "drop-table" ? [target] : []));
		const take = async () => {
			const then = Object.fromEntries(there.map((table) => [table, made[table] ?? 0]));
			const kept = await withTables(ctx, extension.platform, ({ connection }) =>
				grownTables(connection, then),
			);
			const dropTables = there.filter((table) => !kept.includes(table));
			await deactivateWith(ctx, { id, plan: undefined, dropTables });
			if (kept.length > 0) left.push(staying(kept));
		};
		const part = { what: "its activation", done: notActive, take };
		return { part, says: [notActive, ...dropping(there)].join("; "), does: hash, problems };
	});
}

const notActive = "it is no longer active";

function dropping(tables: readonly string[]): string[] {
	if (tables.length === 0) return [];
	return [`of the tables that it made, those go to which no rows came since: ${tables.join(", ")}`];
}
