import type { Option } from "./ini.ts";

const KEY = /^%\(([^)]+)\)s/;
const DEEPEST = 10;
/** Values that name each other can grow beyond all bounds. */
const LONGEST = 64 * 1024;

/**
 * The value as Python's configparser hands it out: `%%` is a percent sign, `%(name)s` another option of the section.
 * undefined where it raises, or where the value becomes absurdly long.
 */
export function interpolate(
	value: string,
	options: ReadonlyMap<string, Option>,
	depth = 1,
): string | undefined {
	if (depth > DEEPEST) return undefined;
	let rest = value;
	let result = "";
	while (rest !== "") {
		const at = rest.indexOf("%");
		if (at < 0) return within(result + rest);
		result += rest.slice(0, at);
		rest = rest.slice(at);
		if (rest.startsWith("%%")) {
			result += "%";
			rest = rest.slice(2);
			continue;
		}
		const [whole = "", key] = KEY.exec(rest) ?? [];
		const named = key === undefined ? undefined : options.get(key.toLowerCase())?.value;
		if (named === undefined) return undefined;
		const inner = named.includes("%") ? interpolate(named, options, depth + 1) : named;
		if (inner === undefined || within(result + inner) === undefined) return undefined;
		result += inner;
		rest = rest.slice(whole.length);
	}
	return within(result);
}

function within(text: string): string | undefined {
	return text.length > LONGEST ? undefined : text;
}

/** Would Python take this as a value to be set? yapsy sets name and path of each plugin, and stops where it may not. */
export function canBeSet(value: string): boolean {
	return !value
		.replaceAll("%%", "")
		.replace(/%\(([^)]+)\)s/g, "")
		.includes("%");
}
