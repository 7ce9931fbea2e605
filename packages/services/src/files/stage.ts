import { lstat, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { extensionFolder, type Paths } from "../context/paths.ts";
import { asOwnerOf } from "./as-owner.ts";
import { makeFolders } from "./make-folders.ts";
import { removeTree } from "./remove-tree.ts";

/**
 * A private folder in which one operation gets a change of EXTENSIONS_DIR ready, on the same file system and
 * never below it: a system that reads it runs every folder that it finds there. What lies in it tells how far it got:
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
	await asOwnerOf(paths.extensions, () => makeFolders(paths.extensions, 0o755));
	const [inside, beside] = stageFolders(paths, operationId);
	await asOwnerOf(paths.home, () => mkdir(dirname(inside), { recursive: true, mode: 0o700 }));
	const [home, extensions] = await Promise.all([stat(dirname(inside)), stat(paths.extensions)]);
	const isNear = home.dev === extensions.dev && home.uid === extensions.uid;
	const folder = isNear ? inside : beside;
	await asOwnerOf(paths.extensions, async () => {
		await mkdir(folder, { mode: 0o700 });
		for (const name of ["new", "put", "old", "undone"]) await mkdir(join(folder, name));
	});
	return { paths, folder };
}

/** Lets `fill` put the files of `name` into an empty folder, readable by the system that will use it. */
export function fillStaged(
	stage: Stage,
	name: string,
	fill: (folder: string) => Promise<void>,
): Promise<void> {
	return asOwnerOf(stage.paths.extensions, async () => {
		const folder = join(stage.folder, "new", name);
		await mkdir(folder, { mode: 0o755 });
		await fill(folder);
	});
}

/** Renames only: at every moment a folder below EXTENSIONS_DIR is there whole, or not there. */
export function swap(stage: Stage, { away, put }: Swap): Promise<void> {
	return asOwnerOf(stage.paths.extensions, async () => {
		for (const name of put) await writeFile(join(stage.folder, "put", name), "");
		for (const name of away) {
			await rename(extensionFolder(stage.paths, name), join(stage.folder, "old", name));
		}
		for (const name of put) {
			await rename(join(stage.folder, "new", name), extensionFolder(stage.paths, name));
		}
	});
}

/** Puts everything back as it was before `swap`, however far that got, and can itself be repeated. */
export async function undoStage(paths: Paths, operationId: string): Promise<void> {
	await inEach(paths, operationId, async (folder) => {
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
		await removeTree(folder);
	});
}

/** After the operation was stored as done: what was taken out is gone for good. */
export function dropStage(paths: Paths, operationId: string): Promise<void> {
	return inEach(paths, operationId, removeTree);
}

/** Where there is such a folder, by whose it is. */
async function inEach(
	paths: Paths,
	operationId: string,
	work: (folder: string) => Promise<void>,
): Promise<void> {
	for (const folder of stageFolders(paths, operationId)) {
		if (await isOwnFolder(folder)) await asOwnerOf(folder, () => work(folder));
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

/** A stage is obeyed: of a link, and of what belongs to neither us nor the owner of what lies beside it, it is not. */
async function isOwnFolder(folder: string): Promise<boolean> {
	const found = await lstat(folder).catch(ignoring("ENOENT", "ENOTDIR", "EACCES"));
	if (!found?.isDirectory()) return false;
	const above = await stat(dirname(folder));
	return [process.getuid?.() ?? found.uid, above.uid].includes(found.uid);
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
