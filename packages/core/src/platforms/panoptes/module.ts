import type { FileTree } from "../../domain/archive.ts";

/** Where the module is that an ini file names. */
export type ModulePlace =
	/** `path` in the archive; `isMoved` where the ini names it by an absolute path, which is another one on each server. */
	| { readonly is: "here"; readonly path: string; readonly isMoved: boolean }
	/** By an absolute path that no file of the archive answers to: the server may have it. */
	| { readonly is: "on-server"; readonly path: string }
	| { readonly is: "outside" }
	| { readonly is: "missing" };

/** As yapsy looks for it: joined to the folder of the ini file, a package before a file, with or without `.py`. */
export function findModule(tree: FileTree, iniPath: string, module: string): ModulePlace {
	if (module === "") return { is: "missing" };
	const folder = iniPath.split("/").slice(0, -1);
	if (!module.startsWith("/")) {
		const joined = normal([...folder, ...module.split("/")]);
		if (joined === undefined) return { is: "outside" };
		const path = moduleAt(tree, joined.join("/"));
		return path === undefined ? { is: "missing" } : { is: "here", path, isMoved: false };
	}
	const segments = normal(module.split("/"));
	if (segments === undefined) return { is: "outside" };
	const path = likeliest(tree, folder, segments);
	return path === undefined
		? { is: "on-server", path: module }
		: { is: "here", path, isMoved: true };
}

/** By as many of its last segments as possible: beside the ini file, from the top, or in one place alone. */
function likeliest(
	tree: FileTree,
	folder: readonly string[],
	segments: readonly string[],
): string | undefined {
	for (let from = 0; from < segments.length; from += 1) {
		const tail = segments.slice(from);
		const near = moduleAt(tree, [...folder, ...tail].join("/")) ?? moduleAt(tree, tail.join("/"));
		if (near !== undefined) return near;
		const end = `/${tail.join("/").replace(/\.py$/, "")}`;
		const ends = [`${end}.py`, `${end}/__init__.py`];
		const [only, another] = [...tree.files.keys()].filter((path) =>
			ends.some((each) => path.endsWith(each)),
		);
		if (only !== undefined && another === undefined) return only;
	}
	return undefined;
}

function moduleAt({ files }: FileTree, path: string): string | undefined {
	const isFolder = [...files.keys()].some((each) => each.startsWith(`${path}/`));
	const candidates = isFolder
		? [`${path}/__init__.py`]
		: [path.endsWith(".py") ? path : `${path}.py`, `${path}.py`];
	// yapsy takes `p/__init__` for the package p.
	return candidates.find((each) => files.has(each));
}

/** Without `.` and empty segments; undefined where `..` leads out. */
function normal(segments: readonly string[]): string[] | undefined {
	const result: string[] = [];
	for (const segment of segments) {
		if (segment === "" || segment === ".") continue;
		if (segment !== "..") result.push(segment);
		else if (result.pop() === undefined) return undefined;
	}
	return result;
}

/** As an ini file names it: without `.py`, so that an upgrade makes it run early; a package by its folder. */
export function moduleName(path: string): string {
	return path.replace(/\/__init__\.py$/, "").replace(/\.py$/, "");
}
