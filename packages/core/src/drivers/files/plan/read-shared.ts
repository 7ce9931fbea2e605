import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { sha256 } from "../../../domain/hash.ts";
import type { SharedFile } from "../wanted.ts";
import type { Observation, Observed } from "./observe.ts";
import type { StandingText, Texts } from "./shared.ts";

/** Of what people write by hand, no more than this is read. */
const mostBytes = 1024 * 1024;

const nothing: Observation = { kind: "none", sha256: null };

/** Shared files as they stand: what they say, and seen as any other file. Throws GraftError "refused" where one is no text. */
export async function readShared(
	connection: Connection,
	files: readonly SharedFile[],
): Promise<{ readonly texts: Texts; readonly observed: Observed }> {
	const seen = await Promise.all(
		files.map(async ({ target }): Promise<[string, StandingText | null, Observation]> => {
			const kind = (await connection.kind(target)) ?? "none";
			if (kind !== "file") return [target, null, { kind, sha256: null }];
			const [bytes, stat] = await Promise.all([
				connection.read(target, mostBytes),
				connection.stat(target),
			]);
			// It went while we looked.
			if (bytes === undefined || stat === undefined) return [target, null, nothing];
			const text = textOf(connection, target, bytes);
			return [target, { text, mode: stat.mode & 0o777 }, { kind, sha256: sha256(bytes) }];
		}),
	);
	return {
		texts: new Map(seen.map(([path, text]) => [path, text])),
		observed: new Map(seen.map(([path, , observation]) => [path, observation])),
	};
}

function textOf({ label }: Connection, path: string, bytes: Uint8Array): string {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		throw new GraftError(
			"refused",
			`${label}: ${path} is not text in UTF-8; nothing was touched.`,
			{
				hint: "Correct the file, and run this again.",
			},
		);
	}
}
