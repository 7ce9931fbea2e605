import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { sha256 } from "../../../domain/hash.ts";
import type { SharedFile } from "../wanted.ts";
import type { Interrupted } from "./journal.ts";
import type { Observation, Observed } from "./observe.ts";
import type { StandingText, Texts } from "./shared.ts";
import { stagedPath } from "./staged-path.ts";

/** Of what people write by hand, no more than this is read. */
const mostBytes = 1024 * 1024;

const nothing: Observation = { kind: "none", sha256: null };

/**
 * Shared files as they stand, or will once an interrupted operation was put in order: what they say, and seen as any other file.
 * Throws GraftError "refused" where one is no text.
 */
export async function readShared(
	connection: Connection,
	files: readonly SharedFile[],
	interrupted: Interrupted | undefined,
): Promise<{ readonly texts: Texts; readonly observed: Observed }> {
	const seen = await Promise.all(
		files.map(async ({ target }): Promise<[string, StandingText | null, Observation]> => {
			const path = await pathOf(connection, target, interrupted);
			if (path === null) return [target, null, nothing];
			const kind = (await connection.kind(path)) ?? "none";
			if (kind !== "file") return [target, null, { kind, sha256: null }];
			const [bytes, stat] = await Promise.all([
				connection.read(path, mostBytes),
				connection.stat(path),
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

/** Where its text is: its back-up, as long as that is what will be put back; null where nothing will stand there. */
async function pathOf(
	connection: Connection,
	target: string,
	interrupted: Interrupted | undefined,
): Promise<string | null> {
	if (interrupted === undefined || interrupted.phase === "committed") return target;
	const { journal } = interrupted;
	for (const step of journal.steps) {
		if (step.target !== target || (step.kind !== "put-file" && step.kind !== "remove-file"))
			continue;
		if (step.before === null) return null;
		const backUp = stagedPath(journal, step, "old");
		if ((await connection.kind(backUp)) === "file") return backUp;
	}
	return target;
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
