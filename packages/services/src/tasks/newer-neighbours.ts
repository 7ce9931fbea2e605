import { type Extension, isReadable, type StoredExtension } from "@graft/core/domain/extension";
import type { Part, Problem } from "@graft/core/domain/problem";
import { extensionCodes } from "./codes.ts";

/** What two extensions of one platform can stumble on, by the part that it is found in. */
const shared: readonly { readonly part: Part; readonly what: string }[] = [
	{ part: "web", what: "names" },
	{ part: "database", what: "tables" },
	{ part: "server", what: "server files" },
];

/**
 * Of those that a newer Graft stored and whose archive is lost, nobody here can tell what they have. A conflict is a warning
 * of its part; one that cannot be seen is no less.
 */
export function newerNeighbours(
	extension: Extension | null,
	neighbours: readonly StoredExtension[],
): readonly Problem[] {
	const ids = neighbours
		.filter((other) => !isReadable(other) && other.platform === extension?.platform)
		.map(({ id }) => id);
	if (extension === null || ids.length === 0) return [];
	const named = ids.join(", ");
	return shared
		.filter(({ part }) => hasPart(extension, part))
		.map(({ part, what }) => ({
			severity: "warning",
			code: extensionCodes["extension/newer-neighbour"],
			path: "",
			message: `Graft cannot tell whether its ${what} are taken by ${named}, which a newer Graft stored.`,
			hint: `Install that version of Graft again, or import ${named} again with this one. Accept it only if you know that they have nothing in common.`,
			part,
		}));
}

/** Each has pages, or a name at least. */
function hasPart({ parts }: Extension, part: Part): boolean {
	if (part === "database") return parts.database.install.length > 0;
	return part !== "server" || parts.server.files.length > 0;
}
