import type { FileTree } from "../../domain/archive.ts";
import { type Ini, type IniError, parseIni } from "./ini.ts";

export const extensionOfIni = ".panoptes-plugin";

export type PluginKind = "discovery" | "enrichment" | "polling";

/** The class that a module derives from decides which scheduler runs it (docs/platforms/panoptes.md). */
const baseClasses: Readonly<Record<string, PluginKind>> = {
	PanoptesDiscoveryPlugin: "discovery",
	PanoptesEnrichmentPlugin: "enrichment",
	PanoptesPollingPlugin: "polling",
};

/** One ini file and the module that it names. */
export interface Plugin {
	readonly path: string;
	readonly ini: Ini;
	readonly errors: readonly IniError[];
	readonly name: string;
	readonly module: string;
	/** Path of the module's file in the tree; undefined where it is not there. */
	readonly modulePath: string | undefined;
	/** undefined where no class of the module derives from one of Panoptes' three. */
	readonly kind: PluginKind | undefined;
	readonly hasRun: boolean;
}

const decoder = new TextDecoder("utf-8");

/** All plugins of a tree, in byte order of their ini files. */
export function pluginsOf(tree: FileTree): Plugin[] {
	return [...tree.files.values()]
		.filter((file) => file.path.endsWith(extensionOfIni))
		.map((file) => readPlugin(tree, file.path, decoder.decode(file.bytes)));
}

export function option(ini: Ini, section: string, name: string): string | undefined {
	return ini.get(section)?.get(name)?.value;
}

function readPlugin(tree: FileTree, path: string, text: string): Plugin {
	const { ini, errors } = parseIni(text);
	const module = option(ini, "Core", "module") ?? "";
	const modulePath = findModule(tree, path, module);
	const source = modulePath ? decoder.decode(tree.files.get(modulePath)?.bytes) : "";
	const kinds = [...source.matchAll(/^class\s+\w+\s*\(([^)]*)\)/gm)].flatMap(([, bases = ""]) =>
		bases.split(",").flatMap((base) => baseClasses[base.trim().split(".").at(-1) ?? ""] ?? []),
	);
	return {
		path,
		ini,
		errors,
		name: option(ini, "Core", "name") ?? "",
		module,
		modulePath,
		kind: kinds[0],
		hasRun: /^\s+def\s+run\s*\(/m.test(source),
	};
}

function findModule(tree: FileTree, iniPath: string, module: string): string | undefined {
	if (module === "" || module.startsWith("/")) return undefined;
	const folder = iniPath.split("/").slice(0, -1);
	const segments = [...folder, ...module.split("/")].filter(
		(segment) => segment !== "." && segment !== "",
	);
	if (segments.includes("..")) return undefined;
	const path = segments.join("/");
	return [`${path}.py`, path, `${path}/__init__.py`].find((candidate) => tree.files.has(candidate));
}
