import { readStatements } from "./map-statements.ts";
import { isTrueValue, type PerlValue } from "./perl-data.ts";
import { perlTokens } from "./perl-tokens.ts";
import { decodeSource } from "./text.ts";

/** One entry of %DATA_MAP: an XML section, and the table of the same name. */
export interface Section {
	readonly name: string;
	/** The XML element that OCS reads as a list because of it, wherever that stands; null where it may be there once only. */
	readonly element: string | null;
	/** Whether OCS itself writes the section's rows. */
	readonly isAutomatic: boolean;
	/** Whether OCS deletes a computer's rows by itself. */
	readonly isDeleted: boolean;
	/** Whether OCS writes it for every inventory, be it in there or not. */
	readonly isMandatory: boolean;
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
	/** Sections that it names and does not set. */
	readonly unassigned: readonly string[];
	/** What OCS's server would ask for a hash, and find something else: `section` or `section.field`. */
	readonly misshapen: readonly string[];
	/** Why Perl will not load it; null where nothing speaks against it. */
	readonly fault: { readonly line: number; readonly message: string } | null;
	/** False where it does not use the module whose %DATA_MAP it is to fill. */
	readonly isConnected: boolean;
	/** Line where it sets %DATA_MAP as a whole; null where it adds to it, as it should. */
	readonly replacesAll: number | null;
	/** First lines of the statements that are not plain data, and so would run in Apache. */
	readonly code: readonly number[];
}

/** Reads the sections of a Map.pm; nothing of it is run. */
export function readMap(path: string, bytes: Uint8Array): PerlMap {
	const { sections, fault, ...read } = readStatements(perlTokens(decodeSource(bytes)));
	return {
		...{ path, module: read.module, unassigned: read.unassigned, code: read.code },
		...{ isConnected: read.isConnected, replacesAll: read.replacesAll },
		fault: fault && { line: fault.line, message: fault.message },
		misshapen: [...sections].flatMap(([name, value]) => misshapen(name, value)),
		sections: [...sections].flatMap(([name, value]) => sectionOf(name, value) ?? []),
	};
}

/** Of undef Perl makes a hash where it is asked for one. */
function misshapen(name: string, value: PerlValue): readonly string[] {
	if (!isHashOrNothing(value)) return [name];
	const fields = value.kind === "hash" ? value.entries.get("fields") : undefined;
	if (fields === undefined) return [];
	if (!isHashOrNothing(fields)) return [`${name}.fields`];
	return fields.kind === "hash"
		? [...fields.entries]
				.filter(([, field]) => !isHashOrNothing(field))
				.map(([field]) => `${name}.${field}`)
		: [];
}

function isHashOrNothing(value: PerlValue): boolean {
	return value.kind === "hash" || value.kind === "undef";
}

function sectionOf(name: string, value: PerlValue): Section | undefined {
	if (value.kind !== "hash") return undefined;
	const fields = value.entries.get("fields");
	const columns = fields?.kind === "hash" ? [...fields.entries] : [];
	return {
		name,
		element: elementOf(name, value),
		isAutomatic: isTrue(value, "auto") && !isTrue(value, "capacities"),
		isDeleted: isTrue(value, "delOnReplace"),
		isMandatory: isTrue(value, "mandatory"),
		isCompared: isTrue(value, "writeDiff"),
		sortBy: textOf(value, "sortBy"),
		columns: columns.filter(([, field]) => !isTrue(field, "noSql")).map(([column]) => column),
	};
}

/** Sections of a capacity of OCS go by that one's rules, of which SNMP's alone makes lists. */
function elementOf(name: string, value: PerlValue): string | null {
	if (!isTrue(value, "multi")) return null;
	if (!isTrue(value, "capacities")) return name.toUpperCase();
	return textOf(value, "capacities") === "snmp" ? name.replaceAll("snmp_", "").toUpperCase() : null;
}

function textOf(hash: PerlValue, key: string): string {
	const value = hash.kind === "hash" ? hash.entries.get(key) : undefined;
	return value?.kind === "scalar" ? value.text : "";
}

function isTrue(hash: PerlValue, key: string): boolean {
	return hash.kind === "hash" && isTrueValue(hash.entries.get(key));
}
