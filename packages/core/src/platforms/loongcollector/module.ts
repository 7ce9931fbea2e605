import type { FileTree } from "../../domain/archive.ts";
import { type GoMod, parseGoMod } from "./go-mod.ts";
import { type GoSource, type PluginType, readGoSource, typeOf } from "./go-source.ts";

/** The Go module of an archive, its packages by folder: "" is its root. */
export interface GoModule {
	readonly mod: GoMod;
	readonly packages: ReadonlyMap<string, GoPackage>;
}

export interface GoPackage {
	/** Of all its files, tests left out. */
	readonly imports: readonly { readonly path: string; readonly from: string }[];
	readonly types: readonly (PluginType & { readonly from: string })[];
	/** Files that register a type whose name is worked out. */
	readonly unnamed: readonly string[];
}

/** What the plugin API is called: as upstream's go.mod declares it, and as a page of it writes it. */
export const api = "github.com/alibaba/ilogtail/pkg";
export const wrongRoot = "github.com/alibaba/loongcollector";
const roots = ["github.com/alibaba/ilogtail", wrongRoot];

export function isOfCollector(path: string): boolean {
	return roots.some((root) => path === root || path.startsWith(`${root}/`));
}

export function readModule(tree: FileTree): GoModule {
	const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
	const sources = [...tree.files.values()]
		.filter(({ path }) => isCompiled(path))
		.map(({ path, bytes }) => ({ path, ...readGoSource(text(bytes)) }));
	const all = new Map(sources.flatMap(({ constants }) => [...constants]));
	const folders = new Map<string, SourceFile[]>();
	for (const source of sources) {
		const folder = folderOf(source.path);
		const files = folders.get(folder);
		if (files === undefined) folders.set(folder, [source]);
		else files.push(source);
	}
	const packages = new Map(
		[...folders].map(([folder, files]): [string, GoPackage] => [folder, packageOf(files, all)]),
	);
	return { mod: parseGoMod(text(tree.files.get("go.mod")?.bytes)), packages };
}

function folderOf(path: string): string {
	return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}

type SourceFile = GoSource & { readonly path: string };

function packageOf(files: readonly SourceFile[], all: ReadonlyMap<string, string>): GoPackage {
	const own = new Map(files.flatMap(({ constants }) => [...constants]));
	const types = files.flatMap(({ path, registrations }) =>
		registrations.map((each) => ({ from: path, type: typeOf(each, own, all) })),
	);
	return {
		imports: files.flatMap(({ path, imports }) =>
			imports.map((each) => ({ path: each, from: path })),
		),
		types: types.flatMap(({ from, type }) => (type === null ? [] : [{ ...type, from }])),
		unnamed: types.flatMap(({ from, type }) => (type === null ? [from] : [])),
	};
}

/** Go itself leaves out what begins with `.` or `_`, testdata, and tests; a module's vendor folder is its own affair. */
function isCompiled(path: string): boolean {
	const names = path.split("/");
	return (
		path.endsWith(".go") &&
		!path.endsWith("_test.go") &&
		!names.some((name) => /^[._]/.test(name)) &&
		!names.slice(0, -1).some((name) => name === "testdata" || name === "vendor")
	);
}

/** Folders of the packages that importing this one brings in, itself among them. */
export function reachedFrom({ mod, packages }: GoModule, importPath: string): Set<string> {
	const reached = new Set<string>();
	const follow = (path: string): void => {
		if (path !== mod.module && !path.startsWith(`${mod.module}/`)) return;
		const folder = path === mod.module ? "" : path.slice(mod.module.length + 1);
		const found = packages.get(folder);
		if (found === undefined || reached.has(folder)) return;
		reached.add(folder);
		for (const each of found.imports) follow(each.path);
	};
	follow(importPath);
	return reached;
}

/** The package to import where the archive does not say so: its root, else the only one that registers; null for neither. */
export function importOf({ mod, packages }: GoModule): string | null {
	if (packages.has("")) return mod.module;
	const [only, another] = [...packages].filter(
		([, { types, unnamed }]) => types.length + unnamed.length > 0,
	);
	if (only === undefined || another !== undefined) return null;
	return `${mod.module}/${only[0]}`;
}
