import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { ManagedRow } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type LoadedExtension, loadExtension, notFound } from "../catalogue/load-extension.ts";
import { toJson } from "../catalogue/stored.ts";
import { accept, requireAccepted } from "../context/acceptance.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes, extensionId, sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { type LinkedTables, whereTables } from "../links/linked-tables.ts";
import { type Operation, runOperation } from "../running/run-operation.ts";
import { changeTables, prepareTables, refusePlan } from "../tables/change-tables.ts";
import { countTables, type TableCounts } from "../tables/count-tables.ts";
import { ensureManaged } from "./ensure-managed.ts";

const asked = z.object({ id: extensionId, accept: acceptedCodes });
/** `plan`: hash of the plan for its system's database that was shown; then that one is applied, or none. */
export const activateExtensionInput = asked.extend({ plan: sha256Text.optional() });

interface Activated {
	readonly id: string;
	readonly version: string;
	/** False where it was active already, and its tables as it wants them. */
	readonly changed: boolean;
}

interface ActivatedNow extends Activated {
	/** Tables that it made, with the rows that each had then. */
	readonly made: TableCounts;
}

/**
 * Refused until each warning about its console pages and its database is accepted. Where its system's database is linked, its
 * tables and its row there are made first: where that fails, nothing is changed here either.
 */
export async function activateExtension({
	ctx,
	input,
}: Call<typeof activateExtensionInput>): Promise<ActivatedNow> {
	await requireAdministrator(ctx, "activate an extension");
	const { id, accept: codes, plan } = parseInput(activateExtensionInput, input);
	// All that counts is looked at once more, alone.
	const loaded = await loadExtension(ctx, id, "seen");
	return whereTables(ctx, loaded.extension.platform, async (tables) => {
		await ensureManaged(ctx, loaded);
		return runOperation(ctx, { kind: "activate", extensionId: id }, (operation) =>
			activateAlone(ctx, operation, tables, { id, codes, plan }),
		);
	});
}

async function activateAlone(
	ctx: Context,
	operation: Operation,
	tables: LinkedTables | null,
	{ id, codes, plan }: { id: string; codes: readonly string[]; plan: string | undefined },
) {
	const { row, extension, content, accepted } = await ready(ctx, id, codes);
	if (row === null) throw notFound(ctx, id);
	if (tables === null) refusePlan(plan);
	const before = await activeVersion(tables, row);
	let made: TableCounts = {};
	const activate = async (tables: LinkedTables) => {
		const note = async (names: readonly string[]) => {
			// Before any server writes there.
			made = await countTables(tables.connection, names);
			await noteMade(ctx, operation, { before, madeTables: made });
		};
		const change = activationOf({ extension, content }, accepted, codes);
		return changeTables(ctx, operation, tables, { ...change, plan, note });
	};
	const { changed } = tables === null ? { changed: !row.active } : await activate(tables);
	const { version } = extension;
	return {
		result: { id, version, changed, made },
		summary: changed ? `Version ${version} was activated.` : null,
		elsewhere: tables !== null && changed,
		before,
		writes: [
			// None is left of a part that did nothing.
			ctx.database.operation.updateMany({
				where: { id: operation.id },
				data: { madeTables: made },
			}),
			ctx.database.archive.update({
				where: { sha256: row.archiveSha256 },
				data: { accepted: toJson(accepted) },
			}),
			ctx.database.extension.update({ where: { id }, data: { active: true } }),
		],
	};
}

/** Its row says the same at its end. That this cannot be written now is no reason to roll anything back. */
async function noteMade(
	{ database }: Context,
	{ id }: Operation,
	data: { readonly before: string | null; readonly madeTables: TableCounts },
): Promise<void> {
	await retryBusy(() => database.operation.updateMany({ where: { id }, data })).catch(
		() => undefined,
	);
}

/** null where it is not active; as the linked database has it, else as Graft alone knows it. */
async function activeVersion(tables: LinkedTables | null, row: ManagedRow): Promise<string | null> {
	if (tables === null) return row.active ? row.archive.version : null;
	const receipts = await tables.place.system.receipts.read(tables.connection);
	const there = receipts.find((each) => each.id === row.id);
	return there === undefined ? null : String(there.version);
}

export interface ActivationPreview extends Activated {
	/** As it is now. */
	readonly active: boolean;
	/** null where no database has to do with it. */
	readonly plan: DatabasePlan | null;
}

/** What activating would do; writes nothing. Refuses as that does, but for what the plan's own problems say. */
export async function previewActivation({
	ctx,
	input,
}: Call<typeof asked>): Promise<ActivationPreview> {
	const { id, accept: codes } = parseInput(asked, input);
	const { row, extension, content, accepted } = await ready(ctx, id, codes);
	const { version, platform } = extension;
	return whereTables(ctx, platform, async (tables) => {
		if (tables === null) {
			const active = row?.active ?? false;
			return { id, version, active, changed: !active, plan: null };
		}
		const change = activationOf({ extension, content }, accepted, codes);
		const plan = await prepareTables(ctx, tables, change);
		const active = (await tables.place.system.receipts.read(tables.connection)).some(
			(each) => each.id === id,
		);
		return { id, version, active, changed: plan.steps.length > 0, plan };
	});
}

/** The codes of what only the database itself shows count too; they are asked for each time. */
export function activationOf(
	{ extension, content }: Pick<LoadedExtension, "extension" | "content">,
	accepted: readonly string[],
	codes: readonly string[],
) {
	const known = [...new Set([...accepted, ...codes])].sort();
	return { goal: "active", extension, content, accepted: known, dropTables: false } as const;
}

async function ready(ctx: Context, id: string, codes: readonly string[]) {
	const { extension, content, problems, accepted: before, row } = await loadExtension(ctx, id);
	const accepted = accept(problems, before, codes);
	requireAccepted(problems, accepted, ["web", "database"], `To activate ${id}`);
	return { row, extension, content, accepted };
}
