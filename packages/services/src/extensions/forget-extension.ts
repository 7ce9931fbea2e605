import { countRows } from "@graft/core/databases/count-rows";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import * as z from "zod";
import { keepAside } from "../catalogue/keep-aside.ts";
import { type KnownExtension, knownExtension } from "../catalogue/known-extension.ts";
import { storedCodes } from "../catalogue/stored.ts";
import { requireOnNoServer, serversWith } from "../catalogue/where-installed.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes, extensionId, sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { openStage, swap } from "../files/stage.ts";
import { type LinkedTables, whereTables } from "../links/linked-tables.ts";
import { isLinked } from "../links/stored-link.ts";
import { type Operation, type Outcome, runOperation } from "../running/run-operation.ts";
import { changeTables, prepareTables, refusePlan } from "../tables/change-tables.ts";
import { tablesToDrop } from "../tables/tables-to-drop.ts";

const asked = z.object({
	id: extensionId,
	/** Its tables too, with all their rows; otherwise they stay. */
	dropTables: z.boolean().default(false),
	/** On top of what was accepted before: of its own statements for removal, and of tables that stood there before it. */
	accept: acceptedCodes,
});
/** `plan`: hash of the plan for its system's database that was shown; then that one is applied, or none. */
export const forgetExtensionInput = asked.extend({ plan: sha256Text.optional() });

/**
 * Takes the folder away; archives stay, so that it can be imported again with all that was accepted. Where its system's
 * database is linked, its row goes there too. Refused while it is, as far as is known, on a server, or active without such a link.
 */
export async function forgetExtension({
	ctx,
	input,
}: Call<typeof forgetExtensionInput>): Promise<{ id: string }> {
	await requireAdministrator(ctx, "remove an extension");
	const { id, ...wish } = parseInput(forgetExtensionInput, input);
	const { extension } = await knownExtension(ctx, id);
	return whereTables(ctx, extension?.platform, (tables) =>
		runOperation(ctx, { kind: "remove", extensionId: id }, (operation) =>
			removeAlone(ctx, operation, tables, { id, ...wish }),
		),
	);
}

export interface ForgettingPreview {
	readonly subject: ForgottenSubject;
	/** For the database of its system; null where none has to do with it. */
	readonly plan: DatabasePlan | null;
	/** The tables there that are its own, counted just now, whether they would go or stay. */
	readonly tables: readonly { readonly table: string; readonly rows: number }[];
	/** Where it is installed: while it is, it cannot be removed. */
	readonly servers: readonly string[];
}

/** What goes. Where nothing here says what it is, all but its id is null. */
export interface ForgottenSubject {
	readonly platform: string | null;
	readonly id: string;
	readonly version: string | null;
	/** Of its folder; null also where there is none, or it cannot be read wholly. */
	readonly sha256: string | null;
}

function subjectOf(id: string, { extension, present }: KnownExtension): ForgottenSubject {
	const { platform = null, version = null } = extension ?? {};
	return { platform, id, version, sha256: present ?? null };
}

/** What removing would take away; writes nothing. Refuses as that does, but for the servers that it names. */
export async function previewForgetting({
	ctx,
	input,
}: Call<typeof asked>): Promise<ForgettingPreview> {
	const { id, ...wish } = parseInput(asked, input);
	const known = await knownExtension(ctx, id);
	const servers = await serversWith(ctx, id);
	const subject = subjectOf(id, known);
	return whereTables(ctx, known.extension?.platform, async (tables) => {
		if (tables === null || known.extension === null) {
			await requireRemovable(ctx, known, wish.dropTables);
			return { subject, plan: null, tables: [], servers };
		}
		const change = removal(known.extension, known, wish);
		const plan = await prepareTables(ctx, tables, change);
		const names = await tablesToDrop(ctx, tables, known.extension, wish.accept);
		const counted: { table: string; rows: number }[] = [];
		for (const table of names)
			counted.push({ table, rows: await countRows(tables.connection, table) });
		return { subject, plan, tables: counted, servers };
	});
}

async function removeAlone(
	ctx: Context,
	operation: Operation,
	tables: LinkedTables | null,
	{ id, plan, ...wish }: z.output<typeof forgetExtensionInput>,
): Promise<Outcome<{ id: string }>> {
	const known = await knownExtension(ctx, id);
	const { extension } = known;
	await requireOnNoServer(ctx, id);
	if (tables === null || extension === null) {
		refusePlan(plan);
		await requireRemovable(ctx, known, wish.dropTables);
	}
	// The folder can be put back should the database refuse; rows that are gone cannot.
	await takeFolderAway(ctx, operation, id, known);
	if (tables !== null && extension !== null)
		await changeTables(ctx, operation, tables, {
			...removal(extension, known, wish),
			plan,
		});
	return {
		result: { id },
		summary: wish.dropTables ? "It was removed, with its tables." : "It was removed.",
		elsewhere: tables !== null,
		writes: rowsGone(ctx, id),
	};
}

/** Graft knows it no more; its archives stay. */
export function rowsGone({ database }: Context, id: string) {
	return [
		database.extension.deleteMany({ where: { id } }),
		database.receipt.deleteMany({ where: { extensionId: id } }),
	];
}

/** Of its own statements for removal, those that were accepted are sent. */
function removal(
	extension: Extension,
	{ row }: KnownExtension,
	{ dropTables, accept }: Pick<z.output<typeof asked>, "dropTables" | "accept">,
) {
	const before = row === null ? [] : storedCodes(row.archive.accepted);
	const accepted = [...new Set([...before, ...accept])].sort();
	return { goal: "absent", extension, accepted, dropTables } as const;
}

export async function takeFolderAway(
	ctx: Context,
	operation: Operation,
	id: string,
	{ row, present }: KnownExtension,
): Promise<void> {
	if (present === undefined) return;
	const stage = await openStage(ctx.paths, operation.id);
	if (row === null || present !== row.archive.treeSha256) {
		const kept = await keepAside(ctx, id);
		operation.report({ kind: "note", text: `What was in the folder ${id} is kept in ${kept}.` });
	}
	await swap(stage, { away: [id], put: [] });
}

/** Where Graft alone decides: it cannot reach what an active extension has in its system. */
async function requireRemovable(
	ctx: Context,
	{ row, extension }: KnownExtension,
	dropTables: boolean,
): Promise<void> {
	const platform = findPlatform(extension?.platform);
	if (dropTables) {
		const link = sqlPlaceOf(platform)?.link;
		const hint =
			link === undefined
				? "Its system keeps no extensions in a database: leave out --drop-tables."
				: `Link ${link.name} first: install-plugin database link`;
		throw new GraftError("usage", "It has no tables that Graft could drop.", { hint });
	}
	// A way leaves out an API that is not linked.
	const links = (platform?.links ?? []).filter(({ kind }) => kind !== "api");
	const linked = await Promise.all(links.map((each) => isLinked(ctx, each)));
	const isReached = linked.length > 0 && linked.every(Boolean);
	if (row?.active && !isReached) {
		throw new GraftError("refused", `${row.id} is active.`, { hint: "Deactivate it first." });
	}
}
