import { type Document, isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from "yaml";
import { GraftError } from "../../domain/errors.ts";
import { canonicalJson } from "../../domain/hash.ts";
import { categories, type Entry, fieldsOf, readEntry } from "./entry.ts";

/*
 * external_plugins.yml belongs to many: lines of one entry are cut in and out where its document model says that they are, so that
 * all others stay to the byte. Where it is written in another style than lines, the document model writes it.
 */

const reading = { schema: "core", logLevel: "silent" } as const;

/** With the entry in it, and no other one of its module. */
export function addEntry(text: string | null, written: string): string {
	const entry = readEntry(written);
	if (entry === null) throw new Error("no entry of ours");
	if (text !== null && isThere(text, entry)) return text;
	const rest = text === null ? "" : (takeModule(text, entry.module) ?? "");
	const wanted = jsOf(parse(rest));
	const plugins = objectOf(wanted.plugins);
	const list = plugins[entry.category];
	const items = [...(Array.isArray(list) ? list : []), fieldsOf(entry)];
	return firstThatSays(
		{ ...wanted, plugins: { ...plugins, [entry.category]: items } },
		() => cutIn(rest, entry),
		() => {
			const document = parse(rest);
			const path = ["plugins", entry.category];
			if (!isMap(document.get("plugins"))) document.set("plugins", document.createNode({}));
			if (!isSeq(document.getIn(path))) document.setIn(path, document.createNode([]));
			document.addIn(path, document.createNode(fieldsOf(entry)));
			return document.toString({ lineWidth: 0 });
		},
	);
}

/** Without any entry of the module; null where nothing is left. */
export function takeEntry(text: string, written: string): string | null {
	const entry = readEntry(written);
	return entry === null ? text : takeModule(text, entry.module);
}

function takeModule(text: string, module: string): string | null {
	const place = placeOf(parse(text), module);
	if (place === null) return text;
	const wanted = jsOf(parse(text));
	const plugins = objectOf(wanted.plugins);
	const items = (plugins[place.category] as unknown[]).filter((_, at) => at !== place.at);
	const { [place.category]: _, ...others } = plugins;
	const left = items.length > 0 ? { ...others, [place.category]: items } : others;
	const { plugins: __, ...rest } = wanted;
	const result = firstThatSays(
		Object.keys(left).length > 0 ? { ...rest, plugins: left } : rest,
		() => cutOut(text, place),
		() => {
			const document = parse(text);
			document.deleteIn(["plugins", place.category, place.at]);
			if (items.length === 0) document.deleteIn(["plugins", place.category]);
			if (Object.keys(left).length === 0) document.deleteIn(["plugins"]);
			return isEmpty(document) ? "" : document.toString({ lineWidth: 0 });
		},
	);
	return result.trim() === "" ? null : takeModule(result, module);
}

/** What an entry of a list says of its module: Go's path without the version. */
function moduleOf(item: unknown): string {
	const { gomod } = objectOf(item);
	return typeof gomod === "string" ? (gomod.trim().split(/\s+/)[0] ?? "") : "";
}

function isThere(text: string, entry: Entry): boolean {
	const plugins = objectOf(jsOf(parse(text)).plugins);
	const own = categories.flatMap((category) => {
		const list = plugins[category];
		const items = Array.isArray(list) ? list : [];
		return items.flatMap((item: unknown) =>
			moduleOf(item) === entry.module ? [{ category, item: objectOf(item) }] : [],
		);
	});
	const [only, another] = own;
	return (
		only !== undefined &&
		another === undefined &&
		only.category === entry.category &&
		same(only.item, fieldsOf(entry))
	);
}

interface ItemPlace {
	readonly category: (typeof categories)[number];
	readonly at: number;
}

function placeOf(document: Document, module: string): ItemPlace | null {
	const plugins = objectOf(jsOf(document).plugins);
	for (const category of categories) {
		const list = plugins[category];
		const at = Array.isArray(list) ? list.findIndex((item) => moduleOf(item) === module) : -1;
		if (at >= 0) return { category, at };
	}
	return null;
}

/** Lines of the entry, behind the last one of its list. */
function cutIn(text: string, entry: Entry): string | null {
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
function cutOut(text: string, { category, at }: ItemPlace): string | null {
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

/** The first way whose outcome says just what is wanted. */
function firstThatSays(wanted: unknown, ...ways: readonly (() => string | null)[]): string {
	for (const way of ways) {
		const text = way();
		if (text !== null && says(text, wanted)) return text;
	}
	throw unreadable("has a form in which no entry can be changed by itself");
}

/** What cannot be read any more says nothing. */
function says(text: string, wanted: unknown): boolean {
	const document = parseDocument(text, reading);
	return document.errors.length === 0 && same(jsOf(document), wanted);
}

function parse(text: string): Document {
	const document = parseDocument(text, reading);
	const [error] = document.errors;
	if (error !== undefined) throw unreadable(`cannot be read: ${error.message.split("\n")[0]}`);
	const js: unknown = document.toJS({ maxAliasCount: 100 });
	if (js !== null && (typeof js !== "object" || Array.isArray(js)))
		throw unreadable("is no list of plugins");
	return document;
}

function isEmpty({ contents, comment, commentBefore }: Document): boolean {
	return (!isMap(contents) || contents.items.length === 0) && !comment && !commentBefore;
}

function jsOf(document: Document): Readonly<Record<string, unknown>> {
	return objectOf(document.toJS({ maxAliasCount: 100 }));
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return value !== null && typeof value === "object" && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: {};
}

function same(one: unknown, other: unknown): boolean {
	return canonicalJson(one) === canonicalJson(other);
}

function unreadable(why: string): GraftError {
	return new GraftError("refused", `external_plugins.yml ${why}. Nothing was touched.`, {
		hint: "Correct the file, with a list of entries below plugins: common:, and run this again.",
	});
}
