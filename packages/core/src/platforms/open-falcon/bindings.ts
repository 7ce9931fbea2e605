import type { Plugin } from "./plugins.ts";

/** What a host group is bound to: a folder with all plugins in it, or one script, with arguments or without. */
export interface Binding {
	/** As it is written, from the top of the archive. */
	readonly text: string;
	/** Of the folder or the script; "" is the top. */
	readonly path: string;
	readonly hasArguments: boolean;
}

/** The column that keeps a binding holds no more. */
const longest = 255;

export function parseBinding(text: string): Binding {
	const [, path = text, given] = /^([^()]*)(\(.*\))$/s.exec(text) ?? [];
	return { text, path: path === "." ? "" : path, hasArguments: given !== undefined };
}

/** As it is written where the extension has a folder of its own in the repository. */
export function bindingIn(id: string, { text, path }: Binding): string {
	return path === "" ? id : `${id}/${text}`;
}

/** What is wrong with it, as the end of a sentence; undefined where nothing is. The system itself takes anything. */
export function faultOf(id: string, binding: Binding): string | undefined {
	const { path, text } = binding;
	const segments = path.split("/");
	if (path.startsWith("/")) return "it is no path within the archive";
	if (segments.includes("..")) return "it leads out of the archive";
	if (text === "" || (path !== "" && segments.some((each) => each === "" || each === ".")))
		return "it is not written as a plain path: folders and names with one / between them";
	if (/[\p{Cc}\\]/u.test(path)) return "it holds characters that no path here has";
	const { length } = new TextEncoder().encode(bindingIn(id, binding));
	if (length > longest)
		return `with the extension's folder it has ${length} bytes, and ${longest} are kept`;
	return undefined;
}

export function isBoundBy(plugin: Plugin, { path }: Binding): boolean {
	return plugin.path === path || plugin.folder === path;
}

/** Where the author says nothing: each folder that has a plugin. */
export function everyFolder(plugins: readonly Plugin[]): readonly Binding[] {
	const folders = new Set(plugins.map(({ folder }) => folder));
	return [...folders].map((folder) => parseBinding(folder === "" ? "." : folder));
}
