import type { Plugin } from "./plugin.ts";

const DOCUMENT =
	/^(readme|licen[cs]e|copying|notice|authors|contributing|changelog)([.-](?!py$).*)?$/i;
const FOLDER = /^(\..*|tests?)$/i;

/**
 * What stays behind, because only people and the author's tools have a use for it. Never what an ini file names, or what
 * lies in the folder of a plugin, whatever its name.
 */
export function isForPeople(path: string, plugins: readonly Plugin[]): boolean {
	const needed = plugins.flatMap((plugin) => [plugin.path, plugin.modulePath ?? plugin.path]);
	if (needed.includes(path)) return false;
	const segments = path.split("/");
	const name = segments.pop() ?? "";
	const isLeft = segments.some((segment, at) => {
		const folder = `${segments.slice(0, at + 1).join("/")}/`;
		return FOLDER.test(segment) && !needed.some((each) => each.startsWith(folder));
	});
	return isLeft || name.startsWith(".") || DOCUMENT.test(name);
}
