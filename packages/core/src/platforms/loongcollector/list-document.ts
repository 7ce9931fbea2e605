import { type Document, isMap, parseDocument } from "yaml";
import { GraftError } from "../../domain/errors.ts";
import { canonicalJson } from "../../domain/hash.ts";

const reading = { schema: "core", logLevel: "silent" } as const;

export function parse(text: string): Document {
	const document = parseDocument(text, reading);
	const [error] = document.errors;
	if (error !== undefined) throw unreadable(`cannot be read: ${error.message.split("\n")[0]}`);
	const js: unknown = document.toJS({ maxAliasCount: 100 });
	if (js !== null && (typeof js !== "object" || Array.isArray(js)))
		throw unreadable("is no list of plugins");
	return document;
}

/** The first way whose outcome says just what is wanted. */
export function firstThatSays(wanted: unknown, ...ways: readonly (() => string | null)[]): string {
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

export function isEmpty({ contents, comment, commentBefore }: Document): boolean {
	return (!isMap(contents) || contents.items.length === 0) && !comment && !commentBefore;
}

export function jsOf(document: Document): Readonly<Record<string, unknown>> {
	return objectOf(document.toJS({ maxAliasCount: 100 }));
}

export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return value !== null && typeof value === "object" && !Array.isArray(value)
		? (value as Readonly<Record<string, unknown>>)
		: {};
}

export function same(one: unknown, other: unknown): boolean {
	return canonicalJson(one) === canonicalJson(other);
}

function unreadable(why: string): GraftError {
	return new GraftError("refused", `external_plugins.yml ${why}. Nothing was touched.`, {
		hint: "Correct the file, with a list of entries below plugins: common:, and run this again.",
	});
}
