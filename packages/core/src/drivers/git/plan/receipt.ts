import { createHash } from "node:crypto";
import * as z from "zod";
import type { Extension } from "../../../domain/extension.ts";
import type { WantedFile } from "../wanted.ts";

/** What Graft left in a folder of a repository, in that very folder: it goes and comes back with it. */
export interface FolderReceipt {
	readonly format: 1;
	readonly platform: string;
	readonly extension: { readonly id: string; readonly version: string };
	/** Path within the folder, and what git calls what is there. */
	readonly files: Readonly<Record<string, string>>;
}

/** With a dot, so that nobody takes it for a part of the extension. */
export const receiptName = ".graft.json";

const shape = z.object({
	format: z.literal(1),
	platform: z.string(),
	extension: z.object({ id: z.string(), version: z.string() }),
	files: z.record(z.string(), z.string()),
});

export function receiptOf(
	{ platform, id, version }: Pick<Extension, "platform" | "id" | "version">,
	files: readonly WantedFile[],
): Uint8Array {
	const entries = files.map(({ path, bytes, executable }) => [
		path,
		stateOf(blobId(bytes), executable),
	]);
	const receipt = {
		...{ format: 1, platform, extension: { id, version } },
		files: Object.fromEntries(entries.toSorted()),
	};
	return new TextEncoder().encode(`${JSON.stringify(receipt, null, 2)}\n`);
}

/** null for what is none, or of a later format: it comes from the repository, and is data. */
export function parseReceipt(bytes: Uint8Array): FolderReceipt | null {
	try {
		return shape.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? null;
	} catch {
		return null;
	}
}

/** As git names what is in a file (git-hash-object(1)). */
export function blobId(bytes: Uint8Array): string {
	return createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
}

/** Of a file as a plan compares it: what is in it, and whether it can be run. */
export function stateOf(blob: string, executable: boolean): string {
	return executable ? `${blob} executable` : blob;
}
