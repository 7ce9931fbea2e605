import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The folder of this program: the nearest one above that holds `prisma/migrations`.
 * It is the same from the sources, from the bundled command line and from the console's build.
 */
export function projectFolder(): string {
	const found = [import.meta.dirname, process.cwd()]
		.flatMap((start) => ancestors(start))
		.find((folder) => existsSync(join(folder, "prisma", "migrations")));
	if (found === undefined) {
		throw new Error("no prisma/migrations above the program or the working folder");
	}
	return found;
}

function ancestors(start: string | undefined): string[] {
	if (start === undefined) return [];
	const parent = dirname(start);
	return parent === start ? [start] : [start, ...ancestors(parent)];
}
