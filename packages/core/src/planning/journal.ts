import { posix } from "node:path";
import * as z from "zod";
import type { Connection } from "../connections/connection.ts";
import type { Place, Receipt, Step } from "../domain/plan.ts";
import { mostStateBytes, parseJson } from "./receipts.ts";
import { absolutePath, receipt, steps } from "./schemas.ts";

/**
 * All that is needed to go back or to finish, written once, before the first step. Which step was reached is seen
 * on the server itself, by content: so one write covers all steps, and nothing can be between a step and its record.
 */
export interface Journal {
	readonly format: 1;
	/** Stands in the names of staged files, so that a late request of an earlier try never meets them. */
	readonly attempt: string;
	readonly actor: string;
	/** ISO 8601, UTC. */
	readonly at: string;
	readonly steps: readonly Step[];
	/** Copies for good that were not there before. */
	readonly kept: readonly string[];
	readonly receiptPath: string;
	/** Written when all is done; null where the receipt goes. */
	readonly receipt: Receipt | null;
}

/** Empty files beside the journal; the later one counts. */
export type Phase = "applying" | "reloading" | "committed";

export interface Interrupted {
	readonly journal: Journal;
	readonly phase: Phase;
}

const journalSchema = z.object({
	format: z.literal(1),
	attempt: z.uuid(),
	actor: z.string(),
	at: z.string(),
	steps,
	kept: z.array(absolutePath),
	receiptPath: absolutePath,
	receipt: receipt.nullable(),
}) satisfies z.ZodType<Journal>;

export const journalName = "journal.json";
const markers = ["committed", "reloading"] as const;

export function isMarker(name: string): boolean {
	return markers.some((marker) => marker === name);
}

export function journalPath(place: Place): string {
	return posix.join(place.workFolder, journalName);
}

export function markerPath(place: Place, phase: "reloading" | "committed"): string {
	return posix.join(place.workFolder, phase);
}

/**
 * What an operation left that is under way or was interrupted. A journal that is not whole was never finished being
 * written, so no step was taken: there is nothing to go back on.
 */
export async function readInterrupted(
	connection: Connection,
	place: Place,
): Promise<Interrupted | undefined> {
	const bytes = await connection.read(journalPath(place), mostStateBytes);
	const journal = parseJson(bytes && new TextDecoder().decode(bytes), journalSchema);
	if (!journal) return undefined;
	const entries = (await connection.list(place.workFolder)) ?? [];
	const names = new Set(entries.map((entry) => entry.name));
	// It came to its end while we looked, and took journal and markers away.
	if (!names.has(journalName)) return undefined;
	const phase = markers.find((marker) => names.has(marker));
	return { journal, phase: phase ?? "applying" };
}
