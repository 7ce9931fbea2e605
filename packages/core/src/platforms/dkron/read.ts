import type { FileTree } from "../../domain/archive.ts";
import { type Claim, type Extension, extensionFormat } from "../../domain/extension.ts";
import type { Reading } from "../platform.ts";
import { findJobs } from "./jobs.ts";
import { fileName, findPlugins, isCalledAsPlugin, machinesOf, type Plugin } from "./plugins.ts";
import { goVersion } from "./program.ts";
import { checkFound, checkId, checkJobs, checkNeighbours, checkPlugins } from "./rules.ts";

export function recognise(tree: FileTree): boolean {
	return [...tree.files.keys()].some(isCalledAsPlugin);
}

/** One extension from all plugins of an archive; its id is the file name of the leading one. */
export function read(tree: FileTree, neighbours: readonly Extension[]): Reading {
	const found = findPlugins(tree);
	const { jobs, unreadable } = findJobs(tree);
	const problems = [...checkFound(found), ...checkPlugins(found.plugins)];
	const leading =
		found.plugins.find((plugin) => tree.root.startsWith(fileName(plugin))) ?? found.plugins[0];
	if (leading === undefined) return { extension: null, problems };
	const id = fileName(leading);
	const badId = checkId(id, leading.path);
	if (badId.length > 0) return { extension: null, problems: [...problems, ...badId] };
	const extension: Extension = {
		format: extensionFormat,
		platform: "dkron",
		id,
		version: versionOf(tree, leading),
		name: leading.name,
		description: "",
		authors: [],
		licence: "",
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: {
				files: found.plugins.map((plugin) => ({
					from: plugin.path,
					to: `{pluginDir}/${fileName(plugin)}`,
					sha256: plugin.sha256,
				})),
			},
			agents: { windows: [], unix: [] },
		},
		claims: [...new Set(found.plugins.map(fileName))].map(
			(value): Claim => ({ kind: "plugin", value }),
		),
		own: {
			plugins: found.plugins.map(
				(plugin) => `${plugin.kind} ${plugin.name}: ${machinesOf(plugin)}`,
			),
			jobs: jobs.map(({ path }) => path),
		},
	};
	return {
		extension,
		problems: [
			...problems,
			...checkJobs(jobs, unreadable),
			...checkNeighbours(extension, neighbours),
		],
	};
}

/** As the program itself says; else as a file VERSION or the folder's name does. "" where nobody says. */
function versionOf(tree: FileTree, leading: Plugin): string {
	const program = tree.files.get(leading.path);
	const own = program && goVersion(program.bytes);
	if (own !== undefined) return own;
	const file = tree.files.get("VERSION");
	const [, written] =
		/^\s*v?(\d[\w.+-]{0,63})\s*$/.exec(new TextDecoder().decode(file?.bytes)) ?? [];
	const [, named] = /[-_]v?(\d+(?:\.\d+)+[\w.+-]*?)(?:[-_][a-z]+[-_]\w+)?$/.exec(tree.root) ?? [];
	return written ?? named ?? "";
}
