import * as z from "zod";
import type { FileTree } from "../../domain/archive.ts";

/** What an author says of an extension beside its scripts; all but the name can be left out. */
export interface Manifest {
	readonly name: string;
	readonly version: string;
	readonly description: string;
	readonly authors: readonly string[];
	readonly licence: string;
	/** Folders and scripts that a host group is to be bound to, from the top of the archive; null where it does not say. */
	readonly bindings: readonly string[] | null;
}

export type ManifestRead =
	| { readonly manifest: Manifest }
	/** Each ends a sentence that begins with the manifest's name. */
	| { readonly faults: readonly string[] }
	| { readonly unreadable: string };

export const manifestName = "falcon-plugin.json";

const text = z.string().max(2000);
const shape = z.object({
	name: text,
	version: z.string().max(64).default(""),
	description: text.default(""),
	authors: z.array(text).max(100).default([]),
	licence: text.default(""),
	bindings: z.array(text).max(1000).nullable().default(null),
});

/** null where there is none. */
export function readManifest(tree: FileTree): ManifestRead | null {
	const file = tree.files.get(manifestName);
	if (file === undefined) return null;
	let value: unknown;
	try {
		value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.bytes));
	} catch (error) {
		return { unreadable: error instanceof Error ? error.message : String(error) };
	}
	const read = shape.safeParse(value);
	if (read.success) return { manifest: read.data };
	return {
		faults: read.error.issues.map(({ path, message }) =>
			path.length === 0 ? message : `${path.join(".")}: ${message}`,
		),
	};
}
