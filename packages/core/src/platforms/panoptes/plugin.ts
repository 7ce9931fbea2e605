import type { ArchiveFile, FileTree } from "../../domain/archive.ts";
import { type Ini, type IniError, parseIniFile } from "./ini.ts";
import { interpolate } from "./interpolate.ts";
import { findModule, type ModulePlace } from "./module.ts";

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
	readonly place: ModulePlace;
	/** Path of the module's file in the tree; undefined where it is not there. */
	readonly modulePath: string | undefined;
	/** By its class; undefined where no class of the module derives from one of Panoptes' three. */
	readonly kind: PluginKind | undefined;
	/** The same, or what its paths say where nobody can read the module: which folders it goes to. */
	readonly scannedAs: PluginKind;
	readonly hasRun: boolean;
}

const decoder = new TextDecoder("utf-8");

/** All plugins of a tree, in byte order of their ini files. */
export function pluginsOf(tree: FileTree): Plugin[] {
	return [...tree.files.values()]
		.filter((file) => file.path.endsWith(extensionOfIni))
		.map((file) => readPlugin(tree, file));
}

/** As Python hands it out. */
export function option(ini: Ini, section: string, name: string): string | undefined {
	const options = ini.get(section);
	const value = options?.get(name)?.value;
	// Where Python cannot put it together, a rule says so; what is written is shown then.
	return value && options && (interpolate(value, options) ?? value);
}

function readPlugin(tree: FileTree, { path, bytes }: ArchiveFile): Plugin {
	const { ini, errors } = parseIniFile(bytes);
	const module = option(ini, "Core", "module") ?? "";
	const place = findModule(tree, path, module);
	const modulePath = place.is === "here" ? place.path : undefined;
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
		place,
		modulePath,
		kind: kinds[0],
		scannedAs: kinds[0] ?? kindIn(module) ?? kindIn(path) ?? "polling",
		hasRun: /^\s+def\s+run\s*\(/m.test(source),
	};
}

function kindIn(path: string): PluginKind | undefined {
	const [, kind] = /(?:^|[/_])(discovery|enrichment|polling)(?:[/_.]|$)/.exec(path) ?? [];
	return kind as PluginKind | undefined;
}
