import type { FileTree } from "../../domain/archive.ts";
import { type Extension, extensionFormat } from "../../domain/extension.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Reading } from "../platform.ts";
import { type Binding, bindingIn, everyFolder, faultOf, parseBinding } from "./bindings.ts";
import { checkScripts } from "./contents.ts";
import { type Manifest, manifestName, readManifest } from "./manifest.ts";
import { type Found, findPlugins, isProgram, type Plugin } from "./plugins.ts";
import { checkBindings, checkFound, checkId, checkManifest, checkName } from "./rules.ts";

const scriptEnding = /\.(py|sh|bash|pl|rb|php|js|lua|tcl|exp)$|^[^.]*$/i;

/** A manifest, or a script of such a name: data that is called so may be anybody's. */
export function recognise(tree: FileTree): boolean {
	return (
		tree.files.has(manifestName) ||
		findPlugins(tree).plugins.some(
			({ path, file }) =>
				isProgram(file.bytes) || scriptEnding.test(path.slice(path.lastIndexOf("/") + 1)),
		)
	);
}

/** One extension from all plugins of an archive, called as its manifest or its first plugin is. */
export function read(tree: FileTree): Reading {
	const found = findPlugins(tree);
	const said = readManifest(tree);
	const problems = [...checkManifest(said), ...checkFound(found), ...checkScripts(found.plugins)];
	const manifest = said !== null && "manifest" in said ? said.manifest : null;
	const [first] = found.plugins;
	if (first === undefined || (said !== null && manifest === null))
		return { extension: null, problems };
	const id = manifest?.name ?? first.name;
	const bad = checkId(id, manifest === null ? first.path : manifestName);
	if (bad.length > 0) return { extension: null, problems: [...problems, ...bad] };
	const bindings = bindingsOf(manifest, found.plugins);
	return {
		extension: extensionOf(id, manifest, found, bindings),
		problems: [
			...problems,
			...checkName(manifest, found.plugins),
			...checkBindings(id, bindings, found.plugins),
		] satisfies Problem[],
	};
}

function bindingsOf(manifest: Manifest | null, plugins: readonly Plugin[]): readonly Binding[] {
	return manifest?.bindings?.map(parseBinding) ?? everyFolder(plugins);
}

function extensionOf(
	id: string,
	manifest: Manifest | null,
	{ files, plugins }: Found,
	bindings: readonly Binding[],
): Extension {
	const sound = bindings.filter((binding) => faultOf(id, binding) === undefined);
	return {
		format: extensionFormat,
		platform: "open-falcon",
		id,
		version: manifest?.version ?? "",
		name: id,
		description: manifest?.description ?? "",
		authors: manifest?.authors ?? [],
		licence: manifest?.licence ?? "",
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: { files: [] },
			agents: {
				windows: [],
				unix: files.map(({ path, sha256 }) => ({
					...{ from: path, as: `${id}/${path}`, sha256, chosen: true },
				})),
			},
		},
		claims: [],
		own: {
			plugins: plugins.map(({ path, step }) => `${path}: every ${step} s`),
			bindings: sound.map((binding) => bindingIn(id, binding)),
		},
	};
}
