import type { FileTree } from "../domain/archive.ts";
import type { Platform } from "../platforms/platform.ts";

/** A folder of a tree in which a platform sees an extension; "" is the top. */
export interface TreeRoot {
	readonly folder: string;
	readonly platform: Platform;
}

/**
 * The outermost folders in which each platform sees an extension. One that knows its own at any depth would claim
 * everything around it: where there are several, each is narrowed to the folder that its marks lie in.
 */
export function findRoots(tree: FileTree, platforms: readonly Platform[]): TreeRoot[] {
	const all = platforms.flatMap((platform) => outermost(tree, platform));
	if (all.length < 2) return all;
	const narrow = all.map(({ folder, platform }) => narrowed(tree, folder, platform));
	const folders = new Set(narrow.map(({ folder }) => folder));
	const isInside = (folder: string) => foldersAbove(folder).some((above) => folders.has(above));
	return narrow.filter(({ folder }) => !isInside(folder));
}

/** What lies in `folder`, with paths from there on. */
export function subtree(tree: FileTree, folder: string): FileTree {
	if (folder === "") return tree;
	const start = `${folder}/`;
	const files = [...tree.files]
		.filter(([path]) => path.startsWith(start))
		.map(([path, file]) => {
			const inside = path.slice(start.length);
			return [inside, { ...file, path: inside }] as const;
		});
	return { root: folder.slice(folder.lastIndexOf("/") + 1), files: new Map(files) };
}

function outermost(tree: FileTree, platform: Platform): TreeRoot[] {
	if (platform.recognise(tree)) return [{ folder: "", platform }];
	return childFolders(tree).flatMap((child) =>
		outermost(subtree(tree, child), platform).map(({ folder }) => ({
			folder: folder === "" ? child : `${child}/${folder}`,
			platform,
		})),
	);
}

function narrowed(tree: FileTree, folder: string, platform: Platform): TreeRoot {
	const here = subtree(tree, folder);
	const only = childFolders(here).find((child) => {
		const others = [...here.files].filter(([path]) => !path.startsWith(`${child}/`));
		return (
			!platform.recognise({ ...here, files: new Map(others) }) &&
			platform.recognise(subtree(here, child))
		);
	});
	if (only === undefined) return { folder, platform };
	return narrowed(tree, folder === "" ? only : `${folder}/${only}`, platform);
}

function childFolders({ files }: FileTree): string[] {
	const names = [...files.keys()].flatMap((path) => /^([^/]+)\//.exec(path)?.[1] ?? []);
	return [...new Set(names)];
}

/** Without itself: `a/b` lies in `a` and in "". */
function foldersAbove(folder: string): string[] {
	if (folder === "") return [];
	const segments = folder.split("/").slice(0, -1);
	return ["", ...segments.map((_, at) => segments.slice(0, at + 1).join("/"))];
}
