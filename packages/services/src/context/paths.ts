import { join, resolve } from "node:path";
import { projectFolder } from "@graft/database/project-folder";

/** Where everything of one instance lies. Two instances with different paths never meet. */
export interface Paths {
	/** GRAFT_HOME: database, kept archives, staging, state, known_hosts, secret key. */
	readonly home: string;
	/** EXTENSIONS_DIR: one unpacked folder for each extension; may be that of an installed system. */
	readonly extensions: string;
	readonly databaseUrl: string;
}

/** From GRAFT_HOME, EXTENSIONS_DIR and DATABASE_URL; what is left out lies in the folder of this program. */
export function pathsFrom(env: Readonly<Record<string, string | undefined>>): Paths {
	const home = env.GRAFT_HOME ? resolve(env.GRAFT_HOME) : join(projectFolder(), "var");
	return {
		home,
		extensions: env.EXTENSIONS_DIR
			? resolve(env.EXTENSIONS_DIR)
			: join(projectFolder(), "extensions"),
		databaseUrl: env.DATABASE_URL || `file:${join(home, "graft.db")}`,
	};
}

/** A name that stays below the folder that it is joined to. */
export function isFolderName(name: string): boolean {
	return /^[^/\\\p{Cc}]{1,255}$/u.test(name) && name !== "." && name !== "..";
}

/** Checked once more for whoever comes here without a schema: what is built from it is moved and deleted. */
export function extensionFolder(paths: Paths, name: string): string {
	if (!isFolderName(name)) throw new Error(`not the name of a folder: ${JSON.stringify(name)}`);
	return join(paths.extensions, name);
}
