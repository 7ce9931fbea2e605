import { PerlReader, type PerlValue } from "./perl-data.ts";
import { PerlFault, perlTokens } from "./perl-tokens.ts";
import { decodeText } from "./text.ts";

/** One entry of %DATA_MAP: an XML section, and the table of the same name. */
export interface Section {
	readonly name: string;
	/** Whether OCS itself writes the section's rows. */
	readonly isAutomatic: boolean;
	/** Whether OCS deletes a computer's rows by itself. */
	readonly isDeleted: boolean;
	/** Whether OCS writes it for every inventory, be it in there or not. */
	readonly isMandatory: boolean;
	/** Whether an inventory may have several of it. */
	readonly isList: boolean;
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
	/** False where it does not use the module whose %DATA_MAP it is to fill. */
	readonly isConnected: boolean;
	/** First line of code that is neither a section nor what a Map begins and ends with; null where there is none. */
	readonly code: number | null;
}

/** What was found so far; readMap's own. */
interface Findings {
	readonly sections: Map<string, PerlValue>;
	readonly used: string[];
	module: string | null;
	fault: PerlFault | null;
	code: number | null;
}

/** Reads the sections of a Map.pm; nothing of it is run. Code that is no data is skipped. */
export function readMap(path: string, bytes: Uint8Array): PerlMap {
	const { tokens, fault } = perlTokens(decodeText(bytes));
	const reader = new PerlReader(tokens);
	const found: Findings = { sections: new Map(), used: [], module: null, fault, code: null };
	try {
		while (reader.token !== undefined) readStatement(reader, found);
	} catch (cause) {
		if (!(cause instanceof PerlFault)) throw cause;
		if (reader.isSure) found.fault ??= cause;
	}
	return {
		path,
		module: found.module,
		fault: found.fault && { line: found.fault.line, message: found.fault.message },
		isConnected: found.used.includes("Apache::Ocsinventory::Map"),
		code: found.code,
		sections: [...found.sections].flatMap(([name, value]) => sectionOf(name, value) ?? []),
	};
}

function readStatement(reader: PerlReader, found: Findings): void {
	const { token } = reader;
	if (token?.kind === "word" && token.text === "package") {
		reader.next();
		found.module = reader.next()?.text ?? null;
		reader.takeMark(";");
	} else if (token?.kind === "variable" && isDataMap(token.text ?? "")) {
		readAssignment(reader, found);
	} else if (token?.kind === "word" && ["use", "no"].includes(token.text ?? "")) {
		found.used.push(skipUse(reader));
	} else if (token?.kind === "number") readNumber(reader);
	else if (!reader.takeMark(";")) {
		found.code ??= reader.line;
		reader.skipStatement();
	}
}

function isDataMap(variable: string): boolean {
	return /^[$%](?:main::|Apache::Ocsinventory::Map::)?DATA_MAP$/.test(variable);
}

/** `$DATA_MAP{name} = {…};` or `%DATA_MAP = (name => {…}, …);` */
function readAssignment(reader: PerlReader, found: Findings): void {
	const { line } = reader;
	const isWhole = reader.next()?.text?.startsWith("%") ?? false;
	const name = isWhole ? "" : reader.key();
	if (name === undefined || !reader.takeMark("=")) {
		found.code ??= line;
		reader.skipStatement();
		return;
	}
	if (!isWhole) found.sections.set(name, reader.value());
	else if (reader.takeMark("(")) {
		const all = reader.hash(")");
		if (all.kind === "hash") for (const [key, value] of all.entries) found.sections.set(key, value);
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

/** The name of the module. */
function skipUse(reader: PerlReader): string {
	const wasSure = reader.isSure;
	reader.next();
	const module = reader.token?.text ?? "";
	reader.skipStatement();
	reader.isSure = wasSure;
	return module;
}

function sectionOf(name: string, value: PerlValue): Section | undefined {
	if (value.kind !== "hash") return undefined;
	const fields = value.entries.get("fields");
	const columns = fields?.kind === "hash" ? [...fields.entries] : [];
	return {
		name,
		isAutomatic: isTrue(value, "auto") && !isTrue(value, "capacities"),
		isDeleted: isTrue(value, "delOnReplace"),
		isMandatory: isTrue(value, "mandatory"),
		isList: isTrue(value, "multi"),
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
