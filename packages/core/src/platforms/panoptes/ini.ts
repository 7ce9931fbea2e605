import { decodeUtf8 } from "../../domain/utf8.ts";

/** One option of an ini file as it is written, with the line that it stands in (from 1). */
export interface Option {
	readonly value: string;
	readonly line: number;
}

/** Sections by name, each with its options by lower-cased name; those of [DEFAULT] stand in every section. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, Option>>;

export interface IniError {
	readonly line: number;
	readonly reason: string;
}

export interface IniReading {
	readonly ini: Ini;
	readonly errors: readonly IniError[];
}

/** What Python takes for white space: unlike in JavaScript, with \x1c to \x1f and \x85, and without the byte order mark. */
const SPACE =
	"[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const START = new RegExp(`^${SPACE}+`);
const END = new RegExp(`${SPACE}+$`);
const HEADER = /^\[([^\n]+)\]/;
const OPTION = new RegExp(`^([^\\n]*?)${SPACE}*[=:]${SPACE}*([^\\n]*)$`);
const DEFAULTS = "DEFAULT";

interface Draft {
	readonly line: number;
	readonly parts: string[];
}

/** A file as Python opens it where its locale is UTF-8: a byte order mark stays, and stands in the way. */
export function parseIniFile(bytes: Uint8Array): IniReading {
	const text = decodeUtf8(bytes);
	if (text?.startsWith("\ufeff")) {
		const { ini, errors } = parseIni(text.slice(1));
		return { ini, errors: [{ line: 1, reason: "starts with a byte order mark" }, ...errors] };
	}
	if (text !== undefined) return parseIni(text);
	return { ini: new Map(), errors: [{ line: 1, reason: "or a later one is not UTF-8" }] };
}

/**
 * Reads what Python's configparser reads (its RawConfigParser._read, with the usual settings), and objects where it
 * raises; a test holds the two against each other. Goes on behind an error, so that all are said.
 */
export function parseIni(text: string): IniReading {
	const defaults = new Map<string, Draft>();
	const sections = new Map<string, Map<string, Draft>>();
	const errors: IniError[] = [];
	let section: Map<string, Draft> | undefined;
	let option: Draft | undefined;
	let seen = new Set<string>();
	const seenDefaults = new Set<string>();
	let level = 0;

	linesOf(text).forEach((raw, index) => {
		const line = index + 1;
		const value = strip(raw);
		if (/^[#;]/.test(value)) return;
		if (value === "") {
			option?.parts.push("");
			return;
		}
		const indent = START.exec(raw)?.[0].length ?? 0;
		if (option !== undefined && indent > level) {
			option.parts.push(value);
			return;
		}
		level = indent;
		const header = HEADER.exec(value)?.[1];
		if (header !== undefined) {
			option = undefined;
			if (sections.has(header)) errors.push({ line, reason: `section [${header}] stands twice` });
			section = header === DEFAULTS ? defaults : (sections.get(header) ?? new Map());
			seen = header === DEFAULTS ? seenDefaults : new Set(section.keys());
			if (header !== DEFAULTS) sections.set(header, section);
			return;
		}
		if (section === undefined) {
			errors.push({ line, reason: "stands before the first section" });
			return;
		}
		const [, before, written = ""] = OPTION.exec(value) ?? [];
		if (before === undefined || strip(before) === "") {
			errors.push({ line, reason: "is neither a section nor an option with a value" });
			return;
		}
		const name = before.replace(END, "").toLowerCase();
		if (seen.has(name)) errors.push({ line, reason: `option "${name}" stands twice` });
		seen.add(name);
		option = { line, parts: [strip(written)] };
		section.set(name, option);
	});

	const joined = [...sections].map(
		([name, own]) => [name, options(new Map([...defaults, ...own]))] as const,
	);
	return { ini: new Map(joined), errors };
}

/** With their ends taken off; the last one is none where the text ends in a line's end. */
export function linesOf(text: string): string[] {
	const lines = text.split(/\r\n|\r|\n/);
	return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

function options(drafts: ReadonlyMap<string, Draft>): ReadonlyMap<string, Option> {
	return new Map(
		[...drafts].map(([name, { line, parts }]) => [
			name,
			{ value: parts.join("\n").replace(END, ""), line },
		]),
	);
}

function strip(text: string): string {
	return text.replace(START, "").replace(END, "");
}
