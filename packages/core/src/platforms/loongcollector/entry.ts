import * as z from "zod";

/** The lists of external_plugins.yml: what is built where. */
export const categories = ["common", "linux", "windows", "debug"] as const;
export type Category = (typeof categories)[number];

/** One entry of external_plugins.yml. */
export interface Entry {
	readonly category: Category;
	readonly module: string;
	readonly version: string;
	readonly import: string;
	/** Absolute, of the module on the server. */
	readonly path: string;
}

const shape = z.object({
	category: z.enum(categories),
	module: z.string(),
	version: z.string(),
	import: z.string(),
	path: z.string(),
});

export function writeEntry(entry: Entry): string {
	return JSON.stringify(entry);
}

/** As `writeEntry` wrote it; null for what a receipt holds that it did not write. */
export function readEntry(text: string): Entry | null {
	try {
		return shape.parse(JSON.parse(text));
	} catch {
		return null;
	}
}

export function fieldsOf(entry: Entry): Readonly<Record<"gomod" | "import" | "path", string>> {
	return { gomod: `${entry.module} ${entry.version}`, import: entry.import, path: entry.path };
}
