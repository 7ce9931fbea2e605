import { countOf } from "@graft/core/domain/counts";
import { countMachinesWithPart } from "@graft/core/platforms/ocs-inventory/proof/machines-with-part";
import type { Context } from "../context.ts";
import { knownExtension } from "../extensions/known-extension.ts";
import type { RemovalPreview } from "../extensions/remove-extension.ts";
import { withDatabase } from "../ocs-database/with-database.ts";

/** What removing an extension leaves on machines: once that is done, nothing can take it off them. Asks OCS's database. */
export async function stayingParts(
	ctx: Context,
	{ id, plan }: Pick<RemovalPreview, "id" | "plan">,
): Promise<readonly string[]> {
	const { extension } = await knownExtension(ctx, id);
	if (plan === null || extension === null) return [];
	const { unix, windows } = await withDatabase(ctx, (database) =>
		countMachinesWithPart(database, extension),
	);
	const useless = "and goes on sending data that nobody keeps";
	const notes: string[] = [];
	if (unix > 0) {
		const how = `install-plugin deploy ${id} --uninstall --all`;
		notes.push(
			`Its module stays on ${countOf(unix, "machine")} with Unix, ${useless}. To take it off, do this before: ${how}`,
		);
	}
	if (windows > 0) {
		const how = "No package takes it off: delete it there by your own means.";
		notes.push(
			`Its script stays on ${countOf(windows, "machine")} with Windows, ${useless}. ${how}`,
		);
	}
	return notes;
}
