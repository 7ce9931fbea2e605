import { isMap, isScalar, isSeq, type YAMLSeq } from "yaml";
import { type Category, type Entry, fieldsOf } from "./entry.ts";
import { parse } from "./list-document.ts";

/** Which one of which list. */
export interface ItemPlace {
	readonly category: Category;
	readonly at: number;
}

/** Lines of the entry, behind the last one of its list. */
export function cutIn(text: string, entry: Entry): string | null {
	const document = parse(text);
	const { gomod, import: path, path: folder } = fieldsOf(entry);
	const lines = [`- gomod: ${JSON.stringify(gomod)}`, `  import: ${JSON.stringify(path)}`];
	lines.push(`  path: ${JSON.stringify(folder)}`);
	const list = document.getIn(["plugins", entry.category]);
	if (isSeq(list) && !list.flow && list.items.length > 0) {
		const last = extentOf(text, list, list.items.length - 1);
		return last && insert(text, last.to, last.indent, lines);
	}
	if (list !== undefined) return null;
	const plugins = document.get("plugins");
	const inside = [`${entry.category}:`, ...lines.map((line) => `  ${line}`)];
	if (!document.has("plugins")) {
		const all = ["plugins:", ...inside.map((line) => `  ${line}`)];
		return insert(text, text.length, "", all);
	}
	const [pair] = isMap(plugins) && !plugins.flow ? plugins.items : [];
	const start = isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
	const end = isMap(plugins) ? plugins.range?.[1] : undefined;
	if (start === undefined || end === undefined) return null;
	return insert(text, endOfLine(text, end), text.slice(lineOf(text, start), start), inside);
}

/** The lines of the entry, and of what holds nothing else. */
export function cutOut(text: string, { category, at }: ItemPlace): string | null {
	const document = parse(text);
	const list = document.getIn(["plugins", category]);
	if (!isSeq(list) || list.flow) return null;
	const item = extentOf(text, list, at);
	if (item === null) return null;
	if (list.items.length > 1) return without(text, item.from, item.to);
	const plugins = document.get("plugins");
	if (!isMap(plugins) || plugins.flow) return null;
	const alone = plugins.items.length === 1;
	const holder = isMap(document.contents) ? (alone ? document.contents : plugins) : null;
	const name = alone ? "plugins" : category;
	const key = holder?.items.map((pair) => pair.key).find((k) => isScalar(k) && k.value === name);
	const start = isScalar(key) ? key.range?.[0] : undefined;
	return start === undefined ? null : without(text, lineOf(text, start), item.to);
}

/** From the beginning of its first line to behind its last one; null where it shares a line with anything. */
function extentOf(
	text: string,
	list: YAMLSeq,
	at: number,
): { from: number; to: number; indent: string } | null {
	const node = list.items[at];
	const range = isMap(node) || isScalar(node) ? node.range : undefined;
	if (!range) return null;
	const from = lineOf(text, range[0]);
	const lead = /^([ ]*)-[ ]+$/.exec(text.slice(from, range[0]));
	return lead && { from, to: endOfLine(text, range[1]), indent: lead[1] ?? "" };
}

function insert(text: string, at: number, indent: string, lines: readonly string[]): string {
	const eol = text.includes("\r\n") ? "\r\n" : "\n";
	const block = lines.map((line) => indent + line).join(eol);
	// A last line without an end stays one, so that taking the entry out leaves the text as it was.
	if (at > 0 && text[at - 1] !== "\n") return `${text.slice(0, at)}${eol}${block}${text.slice(at)}`;
	return `${text.slice(0, at)}${block}${eol}${text.slice(at)}`;
}

function without(text: string, from: number, to: number): string {
	const isOpenEnd = to === text.length && text[to - 1] !== "\n";
	const before = isOpenEnd ? text.slice(0, from).replace(/\r?\n$/, "") : text.slice(0, from);
	return before + text.slice(to);
}

function lineOf(text: string, at: number): number {
	return text.lastIndexOf("\n", at - 1) + 1;
}

function endOfLine(text: string, at: number): number {
	if (text[at - 1] === "\n") return at;
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end + 1;
}
