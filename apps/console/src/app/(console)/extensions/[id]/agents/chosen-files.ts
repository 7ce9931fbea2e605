import type { Context } from "@graft/services/context/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import type { BundleChoice } from "./bundle-choice.ts";

/** Paths of what was chosen, as the verbs want them; undefined for what the extension proposes. */
export async function chosenFiles(
	ctx: Context,
	{ id, without, added }: Pick<BundleChoice, "id" | "without" | "added">,
): Promise<readonly string[] | undefined> {
	if (without.length + added.length === 0) return undefined;
	const { parts } = await getExtension({ ctx, input: { id } });
	const left = new Set(without);
	const proposed = [...parts.agents.windows, ...parts.agents.unix]
		.filter(({ from, chosen }) => chosen && !left.has(from))
		.map(({ from }) => from);
	return [...new Set([...proposed, ...added])];
}
