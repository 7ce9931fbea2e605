import {
	accessSync,
	closeSync,
	constants,
	openSync,
	readSync,
	realpathSync,
	statSync,
} from "node:fs";
import { delimiter, resolve } from "node:path";

export interface FoundPhp {
	readonly path: string;
	/** Another one for another program; null for a script, which may start one today and another tomorrow. */
	readonly identity: string | null;
}

/** The PHP that a shell would start; null where there is none. */
export function findPhp(): FoundPhp | null {
	const path = (process.env.PATH ?? "")
		.split(delimiter)
		.map((folder) => resolve(folder, "php"))
		.find(isProgram);
	return path === undefined ? null : { path, identity: identityOf(path) };
}

/** A folder that may not be looked into holds none, as for a shell. */
function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** As a folder's seal: the time of the last status change cannot be set back (docs/data.md). */
function identityOf(path: string): string | null {
	try {
		if (isScript(path)) return null;
		const { dev, ino, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
		return [realpathSync(path), dev, ino, size, mtimeNs, ctimeNs].join(" ");
	} catch {
		return null;
	}
}

function isScript(path: string): boolean {
	const start = Buffer.alloc(2);
	const file = openSync(path, "r");
	try {
		readSync(file, start);
	} finally {
		closeSync(file);
	}
	return start.toString("latin1") === "#!";
}
