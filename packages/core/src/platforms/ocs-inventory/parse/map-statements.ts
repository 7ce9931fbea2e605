import { hashOf, isTrueValue, NotPlain, PerlReader, type PerlValue } from "./perl-data.ts";
import { PerlFault, type PerlToken } from "./perl-tokens.ts";

/** What the statements of a Map.pm do, as far as they are data. */
export interface MapStatements {
	/** As its first `package` line says; null without one. */
	readonly module: string | null;
	/** Sections as Perl would have them in %DATA_MAP, with all that they say. */
	readonly sections: ReadonlyMap<string, PerlValue>;
	/** Sections that are named and get nothing, because `=>` stands where `=` is meant. */
	readonly unassigned: readonly string[];
	/** First lines of the statements that are not plain data. */
	readonly code: readonly number[];
	/** Line of the statement that sets %DATA_MAP anew, without what was in there; null where none does. */
	readonly replacesAll: number | null;
	/** Whether all sections go to OCS's own %DATA_MAP. */
	readonly isConnected: boolean;
	/** Why Perl will not load it; null where nothing speaks against it. */
	readonly fault: PerlFault | null;
}

interface Findings {
	readonly sections: Map<string, PerlValue>;
	readonly unassigned: string[];
	readonly code: number[];
	/** Packages that have OCS's %DATA_MAP under its short name. */
	readonly connected: Set<string>;
	module: string | null;
	package: string;
	replacesAll: number | null;
	isConnected: boolean;
	/** Whether the file is true to Perl, by its last statement that has a value. */
	isTrue: boolean;
	fault: PerlFault | null;
}

const OCS_MAP = "Apache::Ocsinventory::Map";
const PRAGMAS = ["strict", "warnings"];

/**
 * Reads each statement by a production of plain data: `package`, `use` of OCS's Map or a pragma, a number, and one
 * assignment of a constant. Every other statement is code, whatever it does.
 */
export function readStatements(tokens: readonly PerlToken[]): MapStatements {
	const reader = new PerlReader(tokens);
	const found: Findings = {
		sections: new Map(),
		unassigned: [],
		code: [],
		connected: new Set(),
		module: null,
		package: "main",
		replacesAll: null,
		isConnected: true,
		isTrue: false,
		fault: null,
	};
	while (reader.token !== undefined) {
		const { position, line } = reader;
		try {
			readStatement(reader, found);
		} catch (cause) {
			if (!(cause instanceof NotPlain || cause instanceof PerlFault)) throw cause;
			// Behind code nothing is sure: it may hold brackets and quotes that mean something else.
			if (cause instanceof PerlFault && found.code.length === 0) found.fault ??= cause;
			else found.code.push(line);
			reader.skipStatement(position);
		}
	}
	if (found.code.length === 0 && !found.isTrue)
		found.fault ??= new PerlFault(reader.line, "it must end with `1;`, or another true value");
	return found;
}

function readStatement(reader: PerlReader, found: Findings): void {
	const { token } = reader;
	if (reader.takeMark(";")) return;
	if (reader.takeWord("package")) readPackage(reader, found);
	else if (reader.takeWord("use")) readUse(reader, found);
	else if (token?.kind === "variable") readAssignments(reader, found);
	else if (token?.kind === "number") {
		const value = reader.value();
		endStatement(reader);
		found.isTrue = isTrueValue(value);
	} else throw new NotPlain();
}

function readPackage(reader: PerlReader, found: Findings): void {
	const name = reader.next();
	if (name?.kind !== "word" || !/^\w+(?:::\w+)*$/.test(name.text ?? "") || !reader.takeMark(";"))
		throw new NotPlain();
	found.package = name.text ?? "";
	found.module ??= found.package;
}

function readUse(reader: PerlReader, found: Findings): void {
	const isMap = reader.takeWord(OCS_MAP);
	if (!(isMap || reader.takeWord(...PRAGMAS)) || !reader.takeMark(";")) throw new NotPlain();
	if (isMap) found.connected.add(found.package);
}

/** `$DATA_MAP{name} = {…};` or `%DATA_MAP = (name => {…}, …);`, and what commas put behind it. */
function readAssignments(reader: PerlReader, found: Findings): void {
	const { line } = reader;
	const isAlone = readAssignment(reader, found);
	let items = 0;
	for (; reader.takeMark(",", "=>"); items += 1) {
		if (reader.token === undefined || reader.isMark(";", ",", "=>")) continue;
		if (reader.token.kind === "variable") readAssignment(reader, found);
		else reader.value();
	}
	endStatement(reader);
	if (!isAlone || items > 0) found.code.push(line);
}

/** False where a section is only named. */
function readAssignment(reader: PerlReader, found: Findings): boolean {
	const { line } = reader;
	const variable = /^([$%])(.*::)?DATA_MAP$/.exec(reader.next()?.text ?? "");
	if (variable === null || (variable[2] ?? `${OCS_MAP}::`) !== `${OCS_MAP}::`) throw new NotPlain();
	// Under its long name too OCS's Map must be there first: loaded later, it would begin anew.
	const isThere = found.connected.has(found.package) || (variable[2] && found.connected.size > 0);
	if (variable[1] === "%") {
		if (!reader.takeMark("=") || !reader.takeMark("(")) throw new NotPlain();
		const all = hashOf(reader.list(")"));
		found.sections.clear();
		for (const [name, value] of all.entries) found.sections.set(name, value);
		found.replacesAll ??= line;
		found.isTrue = all.entries.size > 0;
	} else {
		const name = reader.subscript();
		if (!reader.takeMark("=")) {
			if (reader.token !== undefined && !reader.isMark(",", "=>", ";")) throw new NotPlain();
			found.unassigned.push(name);
			return false;
		}
		const value = reader.value();
		found.sections.set(name, value);
		found.isTrue = isTrueValue(value);
	}
	if (!isThere) found.isConnected = false;
	return true;
}

function endStatement(reader: PerlReader): void {
	if (reader.token === undefined || reader.takeMark(";")) return;
	if (reader.isMark("}", "]", ")"))
		throw new PerlFault(reader.line, `nothing opened the \`${reader.token.text}\` here`);
	reader.refuseAfterValue("a semicolon");
}
