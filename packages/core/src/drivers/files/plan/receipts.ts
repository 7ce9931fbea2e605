import { posix } from "node:path";
import * as z from "zod";
import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { parseJson } from "../../../domain/parse-json.ts";
import type { Place, Receipt } from "../../../domain/plan.ts";
import { withinReach } from "./reach.ts";
import { receipt as receiptSchema } from "./schemas.ts";

export interface Receipts {
	readonly receipts: readonly Receipt[];
	/** Files among the receipts that are none: passed over, and said. */
	readonly unreadable: readonly string[];
	/** Paths that a receipt names and that cannot be of this place: left alone, and said. */
	readonly outside: readonly string[];
}

/** Of a journal or a receipt: what the largest archive that is taken can need, its 10,000 paths written out. */
export const mostStateBytes = 64 * 1024 * 1024;

export function receiptPath(place: Place, extensionId: string): string {
	return posix.join(place.receiptsFolder, `${encodeURIComponent(extensionId)}.json`);
}

/** What Graft left at this place, all extensions. Throws GraftError "refused" where a newer Graft left some of it. */
export async function readReceipts(connection: Connection, place: Place): Promise<Receipts> {
	const entries = (await connection.list(place.receiptsFolder)) ?? [];
	const paths = entries
		.filter((entry) => entry.kind === "file" && entry.name.endsWith(".json"))
		.map((entry) => posix.join(place.receiptsFolder, entry.name));
	const parsed = await Promise.all(
		paths.map(async (path) => {
			const receipt = await readReceipt(connection, path);
			return receipt && receiptPath(place, receipt.extension.id) === path
				? { path, ...withinReach(place, receipt) }
				: { path, within: undefined, outside: [] };
		}),
	);
	return {
		receipts: parsed.flatMap(({ within }) => within ?? []),
		unreadable: parsed.flatMap(({ path, within }) => (within ? [] : [path])),
		outside: parsed.flatMap(({ outside }) => outside),
	};
}

/**
 * undefined where none is, and for anything that is not a receipt: it comes from a server, and is data. Throws GraftError
 * "refused" for one of a later format: it says what belongs to whom, and would be written over.
 */
export async function readReceipt(
	connection: Connection,
	path: string,
): Promise<Receipt | undefined> {
	const bytes = await connection.read(path, mostStateBytes).catch(async (error: unknown) => {
		const found = await connection.stat(path);
		if (found === undefined || found.bytes <= mostStateBytes) throw error;
		return undefined;
	});
	const text = bytes && new TextDecoder().decode(bytes);
	const later = parseJson(text, laterFormat);
	if (later !== undefined) throw ofNewerGraft(connection, path, later.format);
	return parseJson(text, receiptSchema);
}

const laterFormat = z.object({ format: z.int().gt(receiptSchema.shape.format.value) });

function ofNewerGraft({ label }: Connection, path: string, format: number): GraftError {
	return new GraftError(
		"refused",
		`${label}: the receipt ${path} is of format ${format}, which this Graft does not know. Nothing was touched.`,
		{ hint: "A newer Graft wrote it: install that version again, and run that one." },
	);
}
