import type { Archive, FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import {
	type Description,
	type Extension,
	type ExtensionParts,
	isReadable,
	type StoredExtension,
} from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { ProblemCode } from "@graft/core/domain/problem-codes";
import { describeExtension } from "@graft/core/platforms/places";
import type { Reading } from "@graft/core/platforms/platform";
import type { FoundRoot, Opened } from "@graft/core/reading/open-archive";
import { readExtension } from "@graft/core/reading/read-extension";
import { extensionCodes } from "./codes.ts";
import { newerNeighbours } from "./newer-neighbours.ts";

/** What an archive is and would do. The order of the keys is part of what scripts see. */
export interface Inspection {
	readonly format: 1;
	readonly archive: Pick<Archive, "sha256" | "bytes" | "entries"> & {
		/** Where in what was given it lies, and the sha256 of that; left out where it is all of it. */
		readonly takenFrom?: { readonly root: string; readonly sha256: string };
		/** Every extension in what was given, where there are several. */
		readonly roots?: readonly FoundRoot[];
	};
	/** null where nothing could be recognised. */
	readonly extension: Omit<Extension, "format" | "parts" | "claims" | "own"> | null;
	readonly parts: Description;
	readonly problems: readonly Problem[];
}

const noParts: Description = {
	database: { install: [], remove: [], tables: [] },
	server: { files: [] },
	agents: { windows: [], unix: [] },
	facts: [],
};

export function inspectionOf(
	archive: Inspection["archive"],
	{ extension, problems }: Reading,
): Inspection {
	return {
		format: 1,
		archive,
		extension: extension && aboutIt(extension),
		parts: extension ? orderedParts(describeExtension(extension)) : noParts,
		problems: problems.map(({ severity, code, path, message, hint, part, schemaVersions }) => ({
			severity,
			code,
			path,
			message,
			hint,
			...(part === undefined ? {} : { part }),
			...(schemaVersions === undefined ? {} : { schemaVersions }),
		})),
	};
}

/** Of an archive that was brought, with where in it the extension lies. */
export function archiveOf({
	archive,
	takenFrom,
	roots,
}: Pick<Opened, "archive" | "takenFrom" | "roots">): Inspection["archive"] {
	const { sha256, bytes, entries } = archive;
	return {
		sha256,
		bytes,
		entries,
		...(takenFrom === null ? {} : { takenFrom }),
		...(roots.length === 0 ? {} : { roots }),
	};
}

function aboutIt(extension: Extension): NonNullable<Inspection["extension"]> {
	const { platform, id, version, name, description, authors, licence } = extension;
	return { platform, id, version, name, description, authors, licence };
}

/** What is a fact of the server part stands in it too, as scripts know it. */
function orderedParts({ database, server, agents, facts }: Description): Description {
	const own = facts.filter(({ part }) => part === "server").map(({ key, values }) => [key, values]);
	return {
		database: { install: database.install, remove: database.remove, tables: database.tables },
		server: {
			files: server.files.map(({ from, to, sha256 }) => ({ from, to, sha256 })),
			...Object.fromEntries(own),
		},
		agents: { windows: agents.windows.map(agentFile), unix: agents.unix.map(agentFile) },
		facts,
	};
}

function agentFile({ from, as, sha256, chosen }: ExtensionParts["agents"]["unix"][number]) {
	return { from, as, sha256, chosen };
}

/** Reads a tree as the platform that claims it does; that none does is a problem like any other. */
export async function readTree(
	tree: FileTree,
	neighbours: readonly StoredExtension[],
): Promise<Reading> {
	try {
		const reading = await readExtension(tree, neighbours.filter(isReadable));
		return {
			...reading,
			problems: [...reading.problems, ...newerNeighbours(reading.extension, neighbours)],
		};
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return {
			extension: null,
			problems: problemsOf(error, extensionCodes["extension/not-recognised"]),
		};
	}
}

/** The problems that an error carries, or the error itself as the one problem. */
export function problemsOf(error: GraftError, code: ProblemCode): readonly Problem[] {
	if (error.problems.length > 0) return error.problems;
	return [{ severity: "error", code, path: "", message: error.message, hint: error.hint }];
}
