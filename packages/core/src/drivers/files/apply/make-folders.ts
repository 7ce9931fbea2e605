import { posix } from "node:path";
import type { Connection } from "../../../connections/connection.ts";
import { together } from "./together.ts";

export interface NewFolder {
	readonly target: string;
	readonly mode: number;
}

/**
 * Outer ones first. All are asked for at once: servers take one request after the other, so that is one round trip.
 * Where one does not, or where something else is wrong, they are made one by one, and that failure is told.
 */
export async function makeFolders(
	connection: Connection,
	folders: readonly NewFolder[],
): Promise<void> {
	try {
		await together(folders.map(({ target, mode }) => connection.makeFolder(target, mode)));
	} catch {
		for (const { target, mode } of folders) await connection.makeFolder(target, mode);
	}
}

/** A private folder below the state folder, with what is not there yet above it. */
export async function makeStateFolder(connection: Connection, path: string): Promise<void> {
	if (await connection.stat(path)) return;
	const { stateFolder } = connection;
	const names = posix.relative(stateFolder, path).split("/");
	const folders = ["", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
	try {
		const make = (below: string) => connection.makeFolder(posix.join(stateFolder, below), 0o700);
		await together(folders.map(make));
	} catch {
		// Further up something is missing too, as in a home that is new.
		await makeWithAbove(connection, path);
	}
}

async function makeWithAbove(connection: Connection, path: string): Promise<void> {
	if (path === "/" || (await connection.stat(path))) return;
	await makeWithAbove(connection, posix.dirname(path));
	await connection.makeFolder(path, 0o700);
}
