import { PerlFault, PerlReader, type PerlValue } from "./perl-data.ts";
import { perlTokens } from "./perl-tokens.ts";
import { decodeText } from "./text.ts";

/** One entry of %DATA_MAP: an XML section, and the table of the same name. */
export interface Section {
	readonly name: string;
	/** Whether OCS itself writes the section's rows. */
	readonly isAutomatic: boolean;
	/** Whether OCS deletes a computer's rows by itself. */
	readonly isDeleted: boolean;
	/** Whether OCS compares with the rows that are there, and so reads them. */
	readonly isCompared: boolean;
	readonly sortBy: string;
	/** Those that are columns too. */
	readonly columns: readonly string[];
}

export interface PerlMap {
	readonly path: string;
	/** As its `package` line says; null without one. */
	readonly module: string | null;
	readonly sections: readonly Section[];
	/** Why Perl will not load it; null where nothing speaks against it. */
	readonly fault: { readonly line: number; readonly message: string } | null;
}

/** Reads the sections of a Map.pm; nothing of it is run. Code that is no data is skipped. */
export function readMap(path: string, bytes: Uint8Array): PerlMap {
	const { tokens, openString } = perlTokens(decodeText(bytes));
	const reader = new PerlReader(tokens);
	const sections = new Map<string, PerlValue>();
	const found: { module: string | null; fault: PerlMap["fault"] } = { module: null, fault: null };
	try {
		while (reader.token !== undefined)
			found.module = readStatement(reader, sections) ?? found.module;
	} catch (fault) {
		if (!(fault instanceof PerlFault)) throw fault;
		if (reader.isSure) found.fault = { line: fault.line, message: fault.message };
	}
	if (openString !== null && reader.isSure) {
		found.fault = { line: openString, message: "nothing closes the string that opens here" };
	}
	return {
		path,
		...found,
		sections: [...sections].flatMap(([name, value]) => sectionOf(name, value) ?? []),
	};
}

/** The package's name where the statement is one. */
function readStatement(reader: PerlReader, sections: Map<string, PerlValue>): string | undefined {
	const token = reader.token;
	if (token?.kind === "word" && token.text === "package") {
		reader.next();
		const name = reader.next()?.text ?? undefined;
		reader.takeMark(";");
		return name;
	}
	if (token?.kind === "variable" && isDataMap(token.text ?? "")) readAssignment(reader, sections);
	else if (token?.kind === "word" && ["use", "no"].includes(token.text ?? "")) skipUse(reader);
	else if (token?.kind === "number") readNumber(reader);
	else if (reader.isMark("}"))
		throw new PerlFault(reader.line, "it closes a brace that nothing opened");
	else if (!reader.takeMark(";")) reader.skipStatement();
	return undefined;
}

function isDataMap(variable: string): boolean {
	return /^[$%](?:main::|Apache::Ocsinventory::Map::)?DATA_MAP$/.test(variable);
}

/** `$DATA_MAP{name} = {…};` or `%DATA_MAP = (name => {…}, …);` */
function readAssignment(reader: PerlReader, sections: Map<string, PerlValue>): void {
	const isWhole = reader.next()?.text?.startsWith("%") ?? false;
	const name = isWhole ? "" : reader.key();
	if (name === undefined || !reader.takeMark("=")) {
		reader.skipStatement();
		return;
	}
	if (!isWhole) sections.set(name, reader.value());
	else if (reader.takeMark("(")) {
		const all = reader.hash(")");
		if (all.kind === "hash") for (const [key, value] of all.entries) sections.set(key, value);
	}
	endOfStatement(reader);
}

function endOfStatement(reader: PerlReader): void {
	if (reader.token === undefined || reader.takeMark(";")) return;
	if (reader.token.kind === "mark" && !reader.isMark("}")) reader.skipStatement();
	else
		throw new PerlFault(
			reader.line,
			`a semicolon is missing before \`${reader.token.text ?? "…"}\``,
		);
}

function readNumber(reader: PerlReader): void {
	reader.next();
	endOfStatement(reader);
}

function skipUse(reader: PerlReader): void {
	const wasSure = reader.isSure;
	reader.skipStatement();
	reader.isSure = wasSure;
}

function sectionOf(name: string, value: PerlValue): Section | undefined {
	if (value.kind !== "hash") return undefined;
	const fields = value.entries.get("fields");
	const columns = fields?.kind === "hash" ? [...fields.entries] : [];
	return {
		name,
		isAutomatic: isTrue(value, "auto") && !isTrue(value, "capacities"),
		isDeleted: isTrue(value, "delOnReplace"),
		isCompared: isTrue(value, "writeDiff"),
		sortBy: textOf(value, "sortBy"),
		columns: columns.filter(([, field]) => !isTrue(field, "noSql")).map(([column]) => column),
	};
}

function textOf(hash: PerlValue, key: string): string {
	const value = hash.kind === "hash" ? hash.entries.get(key) : undefined;
	return value?.kind === "scalar" ? value.text : "";
}

function isTrue(hash: PerlValue, key: string): boolean {
	return !["", "0"].includes(textOf(hash, key));
}
