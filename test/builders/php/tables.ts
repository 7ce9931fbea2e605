import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;

/** Statements, one a line; ⏎ stands for the end of a line in one, ␍ for a carriage return. */
function table(name: string): readonly string[] {
	const path = join(here, name);
	const files = statSync(path).isDirectory()
		? readdirSync(path).map((file) => join(path, file))
		: [path];
	return files.flatMap((file) =>
		readFileSync(file, "utf8")
			.split("\n")
			.filter((line) => line !== "")
			.map((line) => line.replaceAll("⏎", "\n").replaceAll("␍", "\r")),
	);
}

/** What PHP 8.2 compiles, each by itself; most of it no sane program has. */
export const takenByPhp = table("taken");
/** What PHP 8.2 does not compile. */
export const refusedByPhp = table("refused");
/** What it compiles and ends at as soon as it runs, for classes that do not fit each other. */
export const endsWhenRun = table("ends-when-run.txt");
/** What it does not compile and we take, as far as that is known; of the other kind, none is. */
export const refusedByPhpAlone = table("refused-by-php-alone.txt");
