import type { FileTree } from "../../domain/archive.ts";
import {
	type Claim,
	type Extension,
	extensionFormat,
	type ServerFile,
} from "../../domain/extension.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Reading } from "../platform.ts";
import { isForPeople } from "./carried.ts";
import { panoptesCodes } from "./codes.ts";
import { extensionOfIni, option, type Plugin, pluginsOf } from "./plugin.ts";
import { checkPlugins } from "./rules.ts";

export function recognise(tree: FileTree): boolean {
	return [...tree.files.keys()].some((path) => path.endsWith(extensionOfIni));
}

/** One extension from all the plugins of an archive; its id is the first ini file's name. */
export function read(tree: FileTree, neighbours: readonly Extension[]): Reading {
	const plugins = pluginsOf(tree);
	const leading =
		plugins.find((plugin) => baseName(plugin) === tree.root.replace(/-[^-]*$/, "")) ?? plugins[0];
	if (!leading) return { extension: null, problems: [] };
	const id = baseName(leading);
	const problems = [...checkPlugins(plugins), ...checkId(id, leading.path)];
	if (problems.some(({ code }) => code === panoptesCodes["panoptes/bad-id"]))
		return { extension: null, problems };

	const documentation = (name: string) => option(leading.ini, "Documentation", name) ?? "";
	const author = documentation("author");
	const extension: Extension = {
		format: extensionFormat,
		platform: "panoptes",
		id,
		version: documentation("version"),
		name: leading.name || id,
		description: documentation("description"),
		authors: author ? [author] : [],
		licence: documentation("copyright"),
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: { files: serverFiles(tree, plugins, id) },
			agents: { windows: [], unix: [] },
		},
		claims: plugins.map((plugin): Claim => ({ kind: "name", value: `panoptes:${plugin.name}` })),
		own: {},
	};
	return { extension, problems: [...problems, ...checkNeighbours(extension, neighbours)] };
}

function baseName(plugin: Plugin): string {
	return plugin.path.split("/").at(-1)?.slice(0, -extensionOfIni.length) ?? "";
}

function checkId(id: string, path: string): Problem[] {
	if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(id)) return [];
	return [
		{
			severity: "error",
			code: panoptesCodes["panoptes/bad-id"],
			path,
			message: `"${id}" cannot be the name of a folder on every server.`,
			hint: "Name the ini file with letters, digits, _, . and - only, 64 at most, and no leading . or -.",
		},
	];
}

function checkNeighbours(extension: Extension, neighbours: readonly Extension[]): Problem[] {
	return neighbours
		.filter((other) => other.id !== extension.id)
		.flatMap((other) =>
			extension.claims
				.filter((claim) =>
					other.claims.some((theirs) => theirs.kind === claim.kind && theirs.value === claim.value),
				)
				.map(
					(claim): Problem => ({
						severity: "warning",
						code: panoptesCodes["panoptes/name-taken"],
						path: "",
						message: `The extension "${other.id}" has a plugin of the same name (${claim.value.slice("panoptes:".length)}): Panoptes would schedule only one of them.`,
						hint: `Uninstall "${other.id}" from the server first, or rename the plugin.`,
						part: "server",
					}),
				),
		);
}

/** Modules and what they bring along first, ini files last: an ini must never name what is not there yet. */
function serverFiles(tree: FileTree, plugins: readonly Plugin[], id: string): ServerFile[] {
	const kinds = [...new Set(plugins.map((plugin) => plugin.scannedAs))];
	const carried = [...tree.files.values()].filter(
		(file) => !file.path.endsWith(extensionOfIni) && !isForPeople(file.path, plugins),
	);
	return [
		...kinds.flatMap((kind) =>
			carried.map((file) => ({
				from: file.path,
				to: `{${kind}Dir}/${id}/${file.path}`,
				sha256: file.sha256,
			})),
		),
		...plugins.map((plugin) => ({
			from: plugin.path,
			to: `{${plugin.scannedAs}Dir}/${id}/${plugin.path}`,
			sha256: tree.files.get(plugin.path)?.sha256 ?? "",
		})),
	];
}
