import * as z from "zod";
import { type Call, type Context, parseInput } from "../context.ts";
import { acceptedCodes, extensionId } from "../input-parts.ts";
import { runOperation } from "../operations/run-operation.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { accept, requireAccepted } from "./acceptance.ts";
import { ensureManaged } from "./ensure-managed.ts";
import { loadExtension, notFound } from "./load-extension.ts";
import { toJson } from "./stored.ts";

export const activateExtensionInput = z.object({ id: extensionId, accept: acceptedCodes });

interface Activated {
	readonly id: string;
	readonly version: string;
	/** False where it was active already. */
	readonly changed: boolean;
}

/** Refused until each warning about its console pages and its database is accepted. */
export async function activateExtension({
	ctx,
	input,
}: Call<typeof activateExtensionInput>): Promise<Activated> {
	await requireAdministrator(ctx, "activate an extension");
	const { id, accept: codes } = parseInput(activateExtensionInput, input);
	await ensureManaged(ctx, await loadExtension(ctx, id));
	return runOperation(ctx, { kind: "activate", extensionId: id }, async () => {
		const { row, version, accepted } = await ready(ctx, id, codes);
		if (row === null) throw notFound(ctx, id);
		return {
			result: { id, version, changed: !row.active },
			summary: row.active ? null : `Version ${version} was activated.`,
			writes: [
				ctx.database.archive.update({
					where: { sha256: row.archiveSha256 },
					data: { accepted: toJson(accepted) },
				}),
				ctx.database.extension.update({ where: { id }, data: { active: true } }),
			],
		};
	});
}

/** What activating would do; refuses as that does, and writes nothing. */
export async function previewActivation({
	ctx,
	input,
}: Call<typeof activateExtensionInput>): Promise<Activated> {
	const { id, accept: codes } = parseInput(activateExtensionInput, input);
	const { row, version } = await ready(ctx, id, codes);
	return { id, version, changed: !row?.active };
}

async function ready(ctx: Context, id: string, codes: readonly string[]) {
	const { extension, problems, accepted: before, row } = await loadExtension(ctx, id);
	const accepted = accept(problems, before, codes);
	requireAccepted(problems, accepted, ["web", "database"], `To activate ${id}`);
	return { row, version: extension.version, accepted };
}
