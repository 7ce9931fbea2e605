import type { FileTree } from "../../domain/archive.ts";
import type { Extension } from "../../domain/extension.ts";
import { sha256 as sha256Of } from "../../domain/hash.ts";
import type { Facts, PlacedFile, ServerPart } from "../../drivers/files/wanted.ts";
import { moduleName } from "./module.ts";
import { extensionOfIni, type Plugin, pluginsOf } from "./plugin.ts";
import { scan } from "./scan.ts";
import { setModule } from "./set-module.ts";

export function serverPart(extension: Extension, tree: FileTree, facts: Facts): ServerPart {
	const files = new Map<string, PlacedFile>();
	const plugins = new Map(pluginsOf(tree).map((plugin) => [plugin.path, plugin]));
	const changes: string[] = [];
	for (const { from, to, sha256 } of extension.parts.server.files) {
		const [, name = "", rest = ""] = /^\{(\w+)\}\/(.+)$/.exec(to) ?? [];
		const within = facts.folders[name] ?? facts.home;
		const source = tree.files.get(from);
		if (!source) throw new Error(`the tree of ${extension.id} has no ${from}`);
		const target = `${within}/${rest}`;
		const plugin = plugins.get(from);
		const moved = plugin && movedModule(plugin, `${within}/${extension.id}`);
		const bytes = moved === undefined ? source.bytes : setModule(source.bytes, moved);
		if (moved !== undefined)
			changes.push(`${target}: Module = ${plugin?.module} becomes Module = ${moved}`);
		files.set(target, {
			target,
			bytes,
			sha256: moved === undefined ? sha256 : sha256Of(bytes),
			mode: 0o644,
			staging: `${within.replace(/\/[^/]+$/, "")}/.graft`,
			within,
			why: whyOf(plugin, moved),
		});
	}
	const placed = [...files.values()];
	const targets = placed.map((file) => file.target);
	const modules = targets.filter((target) => target.endsWith(".py"));
	const inis = targets.filter((target) => target.endsWith(extensionOfIni));
	return {
		files: placed,
		checks: scan(facts, modules, inis),
		checksAfterRemoval: scan(facts, [], []),
		reload: null,
		notes: [
			...changes,
			"Panoptes looks at its folders by itself, every plugin_scan_interval (60 s unless set otherwise): there is nothing to reload.",
			...(facts.values.python === ""
				? [
						"This server gives no shell: its own Python and loader cannot be asked whether the plugin loads.",
					]
				: []),
		],
	};
}

/** What the installed ini file must say, where the archive's names the module by a path of another server. */
function movedModule({ place }: Plugin, folder: string): string | undefined {
	return place.is === "here" && place.isMoved ? `${folder}/${moduleName(place.path)}` : undefined;
}

function whyOf(plugin: Plugin | undefined, moved: string | undefined): string {
	if (plugin === undefined) return "the plugin's module, or a file that it brings along";
	const last = "it comes last, so that what it names is there";
	if (moved === undefined) return `tells Panoptes of the plugin; ${last}`;
	return `tells Panoptes of the plugin, with the module's place here (${moved}) instead of ${plugin.module}; ${last}`;
}
