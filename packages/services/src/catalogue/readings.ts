import { createHash } from "node:crypto";
import type { StoredExtension } from "@graft/core/domain/extension";
import type { Reading } from "@graft/core/platforms/platform";
import type { Context } from "../context/context.ts";
import type { FolderDigest } from "./folder-digests.ts";
import { lookAtOne } from "./look-at-folder.ts";

const mostKept = 500;

/** By content and neighbours, of each instance while this process lives: a newer program may read the same differently. */
const kept = new WeakMap<object, Map<string, Reading>>();

/** What lies in a folder of that digest, as its platform reads it beside these neighbours. */
export async function readingOf(
	ctx: Pick<Context, "database" | "paths" | "runTask">,
	folder: string,
	{ digest }: FolderDigest,
	neighbours: readonly StoredExtension[],
): Promise<Reading> {
	const known = kept.get(ctx.database) ?? new Map<string, Reading>();
	kept.set(ctx.database, known);
	const key = (of: string) =>
		createHash("sha256").update(of).update(JSON.stringify(neighbours)).digest("hex");
	const before = digest === null ? undefined : known.get(key(digest));
	if (before !== undefined) return before;
	const look = await lookAtOne(ctx, folder, neighbours);
	if (look.reading === null) return { extension: null, problems: look.problems };
	const reading = { ...look.reading, problems: [...look.problems, ...look.reading.problems] };
	if (look.digest !== null) {
		const [oldest] = known.keys();
		if (known.size >= mostKept && oldest !== undefined) known.delete(oldest);
		known.set(key(look.digest), reading);
	}
	return reading;
}
