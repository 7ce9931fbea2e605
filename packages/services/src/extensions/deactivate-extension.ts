import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { extensionId } from "../input-parts.ts";
import { runOperation } from "../operations/run-operation.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { notFound } from "./load-extension.ts";

export const deactivateExtensionInput = z.object({ id: extensionId });

/** Keeps folder, archives, accepted codes and whatever is on servers: activating again needs nothing else. */
export async function deactivateExtension({
	ctx,
	input,
}: Call<typeof deactivateExtensionInput>): Promise<{ id: string; changed: boolean }> {
	await requireAdministrator(ctx, "deactivate an extension");
	const { id } = parseInput(deactivateExtensionInput, input);
	return runOperation(ctx, { kind: "deactivate", extensionId: id }, async () => {
		const row = await ctx.database.extension.findUnique({ where: { id } });
		if (row === null) throw notFound(ctx, id);
		return {
			result: { id, changed: row.active },
			summary: row.active ? "It was deactivated." : null,
			writes: [ctx.database.extension.update({ where: { id }, data: { active: false } })],
		};
	});
}
