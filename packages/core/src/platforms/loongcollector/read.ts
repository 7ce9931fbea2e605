import type { FileTree } from "../../domain/archive.ts";
import { type Claim, type Extension, extensionFormat } from "../../domain/extension.ts";
import type { Reading } from "../platform.ts";
import { type Fragment, fragmentNames, readFragment } from "./fragment.ts";
import { baseName, isExplicitVersion, majorFits } from "./import-path.ts";
import { type GoModule, importOf, isOfCollector, reachedFrom, readModule } from "./module.ts";
import { checkModule, checkNeighbours, checkTypes } from "./rules.ts";

export function recognise(tree: FileTree): boolean {
	if (!tree.files.has("go.mod")) return false;
	const { mod, packages } = readModule(tree);
	return (
		mod.requires.some(isOfCollector) ||
		[...packages.values()].some(({ imports }) => imports.some(({ path }) => isOfCollector(path)))
	);
}

/** One extension of one module; its id is the module's last name. */
export function read(tree: FileTree, neighbours: readonly Extension[]): Reading {
	const module = readModule(tree);
	const fragment = readFragment(tree);
	const imported = fragment.import ?? importOf(module);
	const problems = [
		...checkModule(module, fragment, imported),
		...checkTypes(module, imported, fragment),
	];
	const id = baseName(module.mod.module);
	if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(id)) return { extension: null, problems };
	const version = versionOf(tree, fragment);
	const types = typesOf(module, imported);
	const extension: Extension = {
		...{ format: extensionFormat, platform: "loongcollector", id, version, name: id },
		...{ description: "", authors: [], licence: "" },
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: {
				files: [...tree.files.values()].filter(isCarried).map(({ path, sha256 }) => ({
					...{ from: path, to: `{pluginsDir}/${id}/${path}`, sha256 },
				})),
			},
			agents: { windows: [], unix: [] },
		},
		claims: types.map((value): Claim => ({ kind: "type", value })),
		own: {
			types,
			module: [module.mod.module],
			version: [goVersionOf(module, fragment, version)],
			import: imported === null ? [] : [imported],
			category: [fragment.category],
		},
	};
	return { extension, problems: [...problems, ...checkNeighbours(extension, neighbours)] };
}

/** What importing brings: `processor x`. */
function typesOf(module: GoModule, imported: string | null): string[] {
	const reached = imported === null ? module.packages.keys() : reachedFrom(module, imported);
	const types = [...reached].flatMap((folder) => module.packages.get(folder)?.types ?? []);
	return [...new Set(types.map(({ kind, name }) => `${kind} ${name}`))];
}

/** What a builder needs of a module: not how its repository is kept. */
function isCarried({ path }: { path: string }): boolean {
	return !fragmentNames.includes(path) && !path.split("/").some((name) => /^\.|[{}]/.test(name));
}

/** As a file VERSION says; else as the entry or the folder's name does. "" where nobody says. */
function versionOf(tree: FileTree, { gomod }: Fragment): string {
	const file = new TextDecoder().decode(tree.files.get("VERSION")?.bytes);
	const [, written] = /^\s*v?(\d[\w.+-]{0,63})\s*$/.exec(file) ?? [];
	const [, said] = /\sv(\d[\w.+-]{0,63})\s*$/.exec(gomod ?? "") ?? [];
	const [, named] = /[-_]v?(\d+(?:\.\d+)+[\w.+-]*)$/.exec(tree.root) ?? [];
	return written ?? said ?? named ?? "";
}

/** What go.mod is to name it by: the module lies beside, so that any version will do. */
function goVersionOf({ mod }: GoModule, { gomod }: Fragment, version: string): string {
	const fits = (each: string) => isExplicitVersion(each) && majorFits(mod.module, each);
	const asked = gomod?.trim().split(/\s+/)[1];
	const [, major] = /\/v(\d+)$/.exec(mod.module) ?? [];
	const candidates = [asked ?? "", `v${version}`, `v${version}.0`, `v${major ?? "0"}.0.0`];
	return candidates.find(fits) ?? "v0.0.0";
}
