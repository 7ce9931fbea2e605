import { GraftError } from "@graft/core/domain/errors";
import { findManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context.ts";
import { extensionId } from "../input-parts.ts";
import { type Operation, type Outcome, runOperation } from "../operations/run-operation.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { keepAside } from "./keep-aside.ts";
import { notFound } from "./load-extension.ts";
import { digestOnDisk } from "./place-version.ts";
import { openStage, swap } from "./stage.ts";

export const removeExtensionInput = z.object({ id: extensionId });

/**
 * Takes the folder away; archives stay, so that it can be imported again with all that was accepted.
 * Refused while it is active or, as far as is known, on a server.
 */
export async function removeExtension({
	ctx,
	input,
}: Call<typeof removeExtensionInput>): Promise<{ id: string }> {
	await requireAdministrator(ctx, "remove an extension");
	const { id } = parseInput(removeExtensionInput, input);
	return runOperation(ctx, { kind: "remove", extensionId: id }, (operation) =>
		removeAlone(ctx, operation, id),
	);
}

/** What removing would take away; refuses as that does, and writes nothing. */
export async function previewRemoval({
	ctx,
	input,
}: Call<typeof removeExtensionInput>): Promise<{ id: string }> {
	const { id } = parseInput(removeExtensionInput, input);
	await removable(ctx, id);
	return { id };
}

async function removeAlone(
	ctx: Context,
	operation: Operation,
	id: string,
): Promise<Outcome<{ id: string }>> {
	const { database, paths } = ctx;
	const { row, present } = await removable(ctx, id);
	if (present !== undefined) {
		const stage = await openStage(paths, operation.id);
		if (row === null || present !== row.archive.treeSha256) {
			const kept = await keepAside(ctx, id);
			operation.report({ kind: "note", text: `What was in the folder ${id} is kept in ${kept}.` });
		}
		await swap(stage, { away: [id], put: [] });
	}
	return {
		result: { id },
		summary: "It was removed.",
		writes: [
			database.extension.deleteMany({ where: { id } }),
			database.receipt.deleteMany({ where: { extensionId: id } }),
		],
	};
}

/** Its row and the digest of its folder, as far as there are any. Throws GraftError where it has to stay. */
async function removable(ctx: Context, id: string) {
	const row = findManaged(ctx.paths.databaseUrl, id);
	const present = await digestOnDisk(ctx, id);
	if (row === null && present === undefined) throw notFound(ctx, id);
	if (row?.active) {
		throw new GraftError("refused", `${id} is active.`, { hint: "Deactivate it first." });
	}
	await requireOnNoServer(ctx, id);
	return { row, present };
}

async function requireOnNoServer({ database }: Context, id: string): Promise<void> {
	const [receipts, running] = await Promise.all([
		database.receipt.findMany({
			where: { extensionId: id, NOT: { state: "missing" } },
			include: { server: true },
		}),
		database.operation.findFirst({
			where: { extensionId: id, state: "running", serverId: { not: null } },
			include: { server: true },
		}),
	]);
	if (running !== null) {
		const where = running.server?.label ?? "a server";
		throw new GraftError("refused", `${id} is being worked on at ${where} by ${running.actor}.`, {
			hint: "Wait until that is over, and try again.",
		});
	}
	if (receipts.length === 0) return;
	const labels = receipts.map(({ server }) => server.label).join(", ");
	throw new GraftError("refused", `${id} is installed on ${labels}.`, {
		hint: "Uninstall it there first: a server part without its extension cannot be looked after.",
	});
}
