import type { StoredExtension } from "@graft/core/domain/extension";
import type { ReadArchive } from "./archives.ts";
import { withPhpMeanwhile } from "./ask-php.ts";
import { readTree } from "./inspection.ts";
import { readKept } from "./read-kept.ts";
import { readingKey } from "./reading-key.ts";

export interface ReadAgain extends ReadArchive {
	/** By which the reading is known again; null where it is not to be kept. */
	readonly key: string | null;
}

/** A kept archive by today's rules, with what is in the other places. Throws as `readKept` does. */
export async function readKeptAgain(
	path: string,
	sha256: string,
	neighbours: readonly StoredExtension[],
): Promise<ReadAgain> {
	const key = readingKey(sha256, neighbours);
	const archive = await readKept(path, sha256);
	const { reading, lasts } = await withPhpMeanwhile(archive, readTree(archive, neighbours));
	return { archive, reading, key: lasts ? key : null };
}
