import { projectFolder } from "@graft/database/project-folder";
import type { Paths } from "@graft/services/context/paths";

/** How install-plugin is called so that it meets this very instance. */
export interface CommandLine {
	/** Where `npx install-plugin` works. */
	readonly folder: string;
	/** Settings to put before it, each as a word of a shell; [] where none is needed. */
	readonly settings: readonly string[];
}

/** `env` tells what was set for the console; a shell of its own does not have that. */
export function commandLine(
	{ home, extensions, databaseUrl }: Paths,
	env: Readonly<Record<string, string | undefined>>,
): CommandLine {
	const values = { GRAFT_HOME: home, EXTENSIONS_DIR: extensions, DATABASE_URL: databaseUrl };
	const settings = Object.entries(values)
		.filter(([name]) => env[name])
		.map(([name, value]) => `${name}=${quote(value)}`);
	return { folder: projectFolder(), settings };
}

function quote(word: string): string {
	return /^[\w/:.,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
