import type { FileTree } from "../../domain/archive.ts";
import type { Script, Scripts } from "../scripts.ts";
import { parseBinding } from "./bindings.ts";
import { judge } from "./metrics.ts";
import { findPlugins } from "./plugins.ts";

/** An agent ends it half a second before its next turn. */
export const scripts: Scripts = {
	list: (tree) => findPlugins(tree).plugins.map(({ path }) => path),
	find,
	judge,
};

/** By its path, or as a binding names it: `disks/300_smart.sh(sda,sdb)`. */
function find(tree: FileTree, text: string): Script | null {
	const { path, hasArguments } = parseBinding(text);
	const plugin = findPlugins(tree).plugins.find((each) => each.path === path);
	if (plugin === undefined) return null;
	const given = hasArguments ? text.slice(path.length + 1, -1) : "";
	return {
		path,
		args: given === "" ? [] : splitArguments(given),
		timeoutMs: Number(plugin.step) * 1000 - 500,
	};
}

/** At commas; `\,` is one that belongs to an argument. */
function splitArguments(text: string): string[] {
	return text.split(/(?<!\\),/).map((each) => each.replaceAll("\\,", ","));
}
