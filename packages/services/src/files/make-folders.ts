import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { GraftError } from "@graft/core/domain/errors";

/**
 * Makes a folder with those above it; gives the outermost one that it made, undefined where all were there.
 * Not mkdir's own `recursive`: below a folder that takes no new ones, as /proc, that tries for ever.
 */
export async function makeFolders(path: string, mode = 0o777): Promise<string | undefined> {
	const first = await makeOne(path, mode);
	if (first !== "ENOENT") return first;
	const above = await makeFolders(dirname(path), mode);
	const second = await makeOne(path, mode);
	if (second === "ENOENT")
		throw new GraftError("refused", `${path} cannot be made: its place takes no folders.`, {
			hint: "Choose another folder.",
		});
	return above ?? second;
}

async function makeOne(path: string, mode: number): Promise<string | undefined> {
	try {
		await mkdir(path, { mode });
		return path;
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		if (code === "ENOENT") return "ENOENT";
		if (code === "ENOTDIR") throw noFolder(dirname(path));
		if (code !== "EEXIST") throw error;
		if ((await stat(path)).isDirectory()) return undefined;
		throw noFolder(path);
	}
}

function noFolder(path: string): GraftError {
	return new GraftError("refused", `${path} is a file, but a folder is needed.`, {
		hint: "Choose another folder.",
	});
}
