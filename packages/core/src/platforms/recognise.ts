import type { FileTree } from "../domain/archive.ts";
import { GraftError } from "../domain/errors.ts";
import type { Platform } from "./platform.ts";
import { platforms } from "./registry.ts";

/** The one platform that `tree` is meant for. Throws GraftError "refused" where none claims it, and where several do. */
export function recognise(tree: FileTree, among: readonly Platform[] = platforms): Platform {
	const matches = among.filter((platform) => platform.recognise(tree));
	const [only, another] = matches;
	if (only && !another) return only;
	throw new GraftError(
		"refused",
		only
			? `This archive looks like an extension of several systems: ${names(matches)}.`
			: `This archive is not an extension of any system that Graft knows: ${names(among)}.`,
		{
			hint: only
				? "Pack each system's extension into an archive of its own."
				: `${marksOf(among)} Was the right folder packed?`,
		},
	);
}

function names(platforms: readonly Platform[]): string {
	return platforms.map((platform) => platform.name).join(", ");
}

function marksOf(platforms: readonly Platform[]): string {
	return platforms.map(({ name, marks }) => `One for ${name} has ${marks}.`).join(" ");
}
