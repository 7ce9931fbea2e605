import { posix } from "node:path";
import * as z from "zod";
import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Place } from "../../../domain/plan.ts";
import { printable } from "../../../domain/printable.ts";
import type { Journal } from "./journal.ts";
import { straysOf, withinReach } from "./reach.ts";
import { receiptPath } from "./receipts.ts";
import { absolutePath, journalStep, receipt } from "./schemas.ts";

/** Format 1 is this one with commands beside its steps: those are not even read. */
const journalSchema = z
	.object({
		format: z.literal([1, 2]),
		attempt: z.uuid(),
		actor: z.string(),
		at: z.string(),
		steps: z.array(journalStep),
		kept: z.array(absolutePath),
		receiptPath: absolutePath,
		receipt: receipt.nullable(),
	})
	.transform((journal): Journal => ({ ...journal, format: 2 }));

/** What only those say that this Graft can follow in part. */
const outline = z.object({
	format: z.unknown(),
	steps: z.array(z.object({ kind: z.unknown() })).optional(),
});

/** Throws GraftError "refused" for anything that cannot be followed to the last word: then nothing of it is. */
export function parseJournal(
	connection: Connection,
	place: Place,
	path: string,
	bytes: Uint8Array,
): Journal {
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
	} catch {
		throw unreadable(connection, place, path, "it is damaged");
	}
	const { success, data } = journalSchema.safeParse(value);
	if (!success) throw unreadable(connection, place, path, whyNot(value));
	const stray = strayIn(place, data);
	if (stray === undefined) return data;
	throw unreadable(
		connection,
		place,
		path,
		`it names ${stray}, where nothing of this place can lie`,
	);
}

function whyNot(value: unknown): string {
	const { data } = outline.safeParse(value);
	if (data === undefined) return "it is damaged";
	if (data.format !== 1 && data.format !== 2) {
		return `it is of the format ${JSON.stringify(data.format)}, which this Graft does not know`;
	}
	const kinds = new Set<unknown>(
		journalStep.options.flatMap((option) => [...option.shape.kind.values]),
	);
	const unknown = data.steps?.find(({ kind }) => !kinds.has(kind));
	return unknown === undefined
		? "it is damaged"
		: `it has a step of the kind ${JSON.stringify(unknown.kind)}, which this Graft does not know`;
}

/** The first path that leads out of the place. */
function strayIn(
	place: Place,
	{ steps, kept, receiptPath: path, receipt }: Journal,
): string | undefined {
	const keptFolder = posix.join(place.receiptsFolder, "kept");
	const isReceipt =
		posix.dirname(path) === place.receiptsFolder &&
		path.endsWith(".json") &&
		(receipt === null || path === receiptPath(place, receipt.extension.id));
	return [
		...steps.flatMap((step) => straysOf(place, step)),
		...kept.filter((each) => posix.dirname(each) !== keptFolder),
		...(isReceipt ? [] : [path]),
		...(receipt === null ? [] : withinReach(place, receipt).outside),
	][0];
}

function unreadable({ label }: Connection, place: Place, path: string, why: string): GraftError {
	return new GraftError(
		"refused",
		printable(
			`${label}: ${path}, which says what an interrupted operation did, cannot be followed: ${why}. Nothing was touched.`,
		),
		{
			hint: `A newer Graft may have written it: run that one. Otherwise put in order by hand what it names (back-ups lie in the folders named ${posix.basename(place.workFolder)} beside its files, as <attempt>.old-<number>), then remove ${place.workFolder}, and run this again.`,
		},
	);
}
