import type { Connection } from "../../../connections/connection.ts";
import type { Place } from "../../../domain/plan.ts";
import { type Interrupted, journalName, journalPath, markers } from "./journal.ts";
import { parseJournal } from "./parse-journal.ts";
import { mostStateBytes } from "./receipts.ts";
import { lookIntoWorkFolder } from "./work-folder.ts";

/**
 * What an operation left that is under way or was interrupted. Throws GraftError "refused" where it is not ours, or says
 * what this Graft cannot follow: then nothing may be touched.
 */
export async function readInterrupted(
	connection: Connection,
	place: Place,
): Promise<Interrupted | undefined> {
	const folder = await lookIntoWorkFolder(connection, place);
	if (!folder?.names.includes(journalName)) return undefined;
	const path = journalPath(place);
	const bytes = await connection.read(path, mostStateBytes);
	const entries = (await connection.list(place.workFolder)) ?? [];
	const names = new Set(entries.map((entry) => entry.name));
	// It came to its end while we looked, and took journal and markers away.
	if (bytes === undefined || !names.has(journalName)) return undefined;
	const journal = parseJournal(connection, place, path, bytes);
	const phase = markers.find((marker) => names.has(marker));
	return { journal, phase: phase ?? "applying" };
}
