import { type Document, isMap, isSeq } from "yaml";
import { categories, type Entry, fieldsOf, readEntry } from "./entry.ts";
import { firstThatSays, isEmpty, jsOf, objectOf, parse, same } from "./list-document.ts";
import { cutIn, cutOut, type ItemPlace } from "./list-lines.ts";

/*
 * external_plugins.yml belongs to many: lines of one entry are cut in and out where its document model says that they are, so that
 * all others stay to the byte. Where it is written in another style than lines, the document model writes it.
 */

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

function placeOf(document: Document, module: string): ItemPlace | null {
	const plugins = objectOf(jsOf(document).plugins);
	for (const category of categories) {
		const list = plugins[category];
		const at = Array.isArray(list) ? list.findIndex((item) => moduleOf(item) === module) : -1;
		if (at >= 0) return { category, at };
	}
	return null;
}
