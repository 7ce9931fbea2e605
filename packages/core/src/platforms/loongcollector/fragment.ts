import { parseDocument } from "yaml";
import type { FileTree } from "../../domain/archive.ts";
import { type Category, categories } from "./entry.ts";

/** What an archive says of its own entry; all of it can be left out. */
export interface Fragment {
	/** "" where the archive has none. */
	readonly path: string;
	readonly category: Category;
	readonly gomod?: string;
	readonly import?: string;
	/** Statements that a builder would run for it, outside of the source tree. */
	readonly settings: readonly string[];
	readonly replaces: readonly string[];
	readonly unknown: readonly string[];
	/** Why it cannot be followed; null where it can. */
	readonly fault: string | null;
}

/** In one of these, at the archive's top. */
export const fragmentNames = ["external_plugins.yml", "external_plugins.yaml"];

const none: Omit<Fragment, "path"> = {
	...{ category: "common", settings: [], replaces: [], unknown: [], fault: null },
};

/** A whole external_plugins.yml with one entry, a list of one, or the entry alone. */
export function readFragment(tree: FileTree): Fragment {
	const file = fragmentNames.flatMap((name) => tree.files.get(name) ?? [])[0];
	if (file === undefined) return { path: "", ...none };
	const { path } = file;
	const document = parseDocument(new TextDecoder().decode(file.bytes), {
		...{ schema: "core", logLevel: "silent" },
	});
	const [error] = document.errors;
	if (error !== undefined) return { path, ...none, fault: error.message.split("\n")[0] ?? "" };
	const value: unknown = document.toJS({ maxAliasCount: 100 });
	if (isObject(value) && ("plugins" in value || "project" in value))
		return { path, ...fromDocument(value) };
	return { path, ...none, ...fromItems("common", Array.isArray(value) ? value : [value]) };
}

function fromDocument({ plugins, project, ...others }: Record<string, unknown>) {
	const lists = isObject(plugins) ? plugins : {};
	const known = categories.filter((category) => Array.isArray(lists[category]));
	const [category = "common", another] = known;
	const settings = isObject(project) ? project : {};
	const unknown = [
		...Object.keys(others),
		...Object.keys(lists).filter((key) => !categories.some((each) => each === key)),
		...Object.keys(settings).filter((key) => !["git_configs", "go_envs", "replaces"].includes(key)),
	];
	const found = {
		...none,
		...(another === undefined
			? fromItems(category, (lists[category] as unknown[] | undefined) ?? [])
			: { fault: `it has entries in ${known.join(" and in ")}` }),
	};
	return {
		...found,
		settings: [
			...pairs(settings.git_configs).map(([key, value]) => `git config --global ${key} ${value}`),
			...pairs(settings.go_envs).map(([key, value]) => `go env -w ${key}=${value}`),
		],
		replaces: Array.isArray(settings.replaces) ? settings.replaces.map(String) : [],
		unknown: [...unknown, ...found.unknown],
	};
}

function fromItems(category: Category, items: readonly unknown[]) {
	const [item, another] = items;
	if (another !== undefined) return { fault: `it has ${items.length} entries` };
	if (!isObject(item)) return { fault: "it has no entry" };
	const { gomod, import: imported, path: _, ...others } = item;
	const unknown = Object.keys(others);
	return {
		...{ category, unknown },
		...(gomod === undefined || gomod === null ? {} : { gomod: String(gomod) }),
		...(imported === undefined || imported === null ? {} : { import: String(imported) }),
	};
}

function pairs(value: unknown): [string, string][] {
	return isObject(value) ? Object.entries(value).map(([key, each]) => [key, String(each)]) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
	return value !== null && typeof value === "object" && !Array.isArray(value);
}
