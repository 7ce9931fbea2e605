import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inheritOwner } from "../files/inherit-owner.ts";
import { makeFolders } from "../files/make-folders.ts";
import { extensionFolder, type Paths } from "../paths.ts";

/**
 * A private folder in which one operation gets a change of EXTENSIONS_DIR ready, on the same file system and
 * never below it: OCS's console runs every folder that it finds there. What lies in it tells how far it got:
 * `new/<name>` is ready to go in, `put/<name>` marks that it was about to, `old/<name>` was taken out.
 */
export interface Stage {
	readonly paths: Paths;
	readonly folder: string;
}

/** Change of folders in one go: `away` and `put` are names below EXTENSIONS_DIR. */
export interface Swap {
	readonly away: readonly string[];
	readonly put: readonly string[];
}

const siblingPrefix = ".graft-staging-";

export async function openStage(paths: Paths, operationId: string): Promise<Stage> {
	const made = await makeFolders(paths.extensions, 0o755);
	if (made !== undefined) await inheritOwner(made);
	const [inside, beside] = stageFolders(paths, operationId);
	await mkdir(dirname(inside), { recursive: true, mode: 0o700 });
	await inheritOwner(dirname(inside));
	const [home, extensions] = await Promise.all([stat(dirname(inside)), stat(paths.extensions)]);
	const folder = home.dev === extensions.dev ? inside : beside;
	await mkdir(folder, { mode: 0o700 });
	await inheritOwner(folder);
	for (const name of ["new", "put", "old", "undone"]) await mkdir(join(folder, name));
	return { paths, folder };
}

/** An empty folder for the files of `name`, readable by the system that will use it. */
export async function stagedFolder(stage: Stage, name: string): Promise<string> {
	const folder = join(stage.folder, "new", name);
	await mkdir(folder, { mode: 0o755 });
	return folder;
}

/** Renames only: at every moment a folder below EXTENSIONS_DIR is there whole, or not there. */
export async function swap(stage: Stage, { away, put }: Swap): Promise<void> {
	for (const name of put) {
		await inheritOwner(join(stage.folder, "new", name), stage.paths.extensions);
		await writeFile(join(stage.folder, "put", name), "");
	}
	for (const name of away) {
		await rename(extensionFolder(stage.paths, name), join(stage.folder, "old", name));
	}
	for (const name of put) {
		await rename(join(stage.folder, "new", name), extensionFolder(stage.paths, name));
	}
}

/** Puts everything back as it was before `swap`, however far that got, and can itself be repeated. */
export async function undoStage(paths: Paths, operationId: string): Promise<void> {
	for (const folder of stageFolders(paths, operationId)) {
		const [waiting, begun, taken] = await Promise.all(
			["new", "put", "old"].map((name) => namesIn(join(folder, name))),
		);
		const wentIn = begun?.filter((name) => !waiting?.includes(name)) ?? [];
		for (const name of wentIn) {
			const undone = join(folder, "undone", name);
			await rename(extensionFolder(paths, name), undone).catch(ignoring("ENOENT"));
			await rm(join(folder, "put", name));
		}
		for (const name of taken ?? []) {
			await rename(join(folder, "old", name), extensionFolder(paths, name));
		}
		await rm(folder, { recursive: true, force: true });
	}
}

/** After the operation was stored as done: what was taken out is gone for good. */
export async function dropStage(paths: Paths, operationId: string): Promise<void> {
	for (const folder of stageFolders(paths, operationId)) {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Operations that left a stage behind; other names in these folders are not ours to judge. */
export async function stagedOperations(paths: Paths): Promise<string[]> {
	const inside = await namesIn(join(paths.home, "staging"));
	// Where we may not look, we have staged nothing.
	const beside = (await namesIn(dirname(paths.extensions)).catch(ignoring("EACCES"))) ?? [];
	const ids = beside
		.filter((name) => name.startsWith(siblingPrefix))
		.map((name) => name.slice(siblingPrefix.length));
	return [...inside, ...ids];
}

function stageFolders(paths: Paths, operationId: string): [inside: string, beside: string] {
	return [
		join(paths.home, "staging", operationId),
		join(dirname(paths.extensions), `${siblingPrefix}${operationId}`),
	];
}

async function namesIn(folder: string): Promise<string[]> {
	return (await readdir(folder).catch(ignoring("ENOENT", "ENOTDIR"))) ?? [];
}

function ignoring(...codes: string[]): (error: unknown) => undefined {
	return (error) => {
		if (error instanceof Error && "code" in error && codes.includes(String(error.code))) return;
		throw error;
	};
}
