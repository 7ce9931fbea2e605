import { quoteName } from "../../../domain/quote-name.ts";
import type { Column } from "./table.ts";
import { holds, needsPrefix } from "./wider.ts";

export interface MergedColumn {
	readonly column: Column;
	/** The column as it stands is not this one. */
	readonly isChanged: boolean;
	/** What of the wanted one is not followed, and why. */
	readonly kept: readonly string[];
}

/** What keys ask of a column. */
export interface KeyDemand {
	/** In one that is there, as a whole. */
	readonly isKeyed: boolean;
	readonly isPrimary: boolean;
	/** The keys that are there take the wanted type too. */
	readonly hasRoom: boolean;
}

/** The column that holds what is there and takes what the wanted one takes. */
export function mergeColumn(actual: Column, wanted: Column, demand: KeyDemand): MergedColumn {
	if (!isPlain(actual) || !isPlain(wanted)) {
		const isSame = definition(actual) === definition(wanted);
		const kept = isSame ? [] : [`${actual.name} stays as it is: ${definition(actual)}`];
		return { column: actual, isChanged: false, kept };
	}
	const takesType = takesWantedType(actual, wanted, demand);
	const isType = takesType || actual.type === wanted.type;
	const nullable =
		!demand.isPrimary && !actual.autoIncrement && (actual.nullable || wanted.nullable);
	const isOwnText = actual.charset !== null;
	const column: Column = {
		...actual,
		type: takesType ? wanted.type : actual.type,
		charset: isOwnText || !takesType ? actual.charset : wanted.charset,
		collation: isOwnText || !takesType ? actual.collation : wanted.collation,
		nullable,
		default: isType ? defaultOf(actual, wanted, nullable) : loosened(actual, nullable),
		onUpdate: isType ? wanted.onUpdate : actual.onUpdate,
	};
	return {
		column,
		isChanged: definition(column) !== definition(actual),
		kept: differences(column, wanted),
	};
}

/** A column that the wanted schema does not have any more: rows must be possible that do not name it. */
export function optionalColumn(actual: Column, demand: KeyDemand): MergedColumn {
	const mustStay =
		actual.nullable ||
		actual.default !== null ||
		actual.autoIncrement ||
		demand.isPrimary ||
		!isPlain(actual);
	const column = mustStay ? actual : { ...actual, nullable: true, default: "NULL" };
	return { column, isChanged: !mustStay, kept: [`${actual.name} is no longer needed: kept`] };
}

/** As ADD COLUMN and MODIFY COLUMN take it. */
export function definition(column: Column): string {
	const charset = column.charset === null ? "" : ` CHARACTER SET ${column.charset}`;
	const collation = column.collation ? ` COLLATE ${column.collation}` : "";
	const head = `${quoteName(column.name)} ${column.type}${charset}${collation}`;
	const comment = column.comment === null ? "" : ` COMMENT ${column.comment}`;
	if (column.generated !== null) return `${head} ${column.generated}${comment}`;
	return [
		head,
		column.nullable ? " NULL" : " NOT NULL",
		column.default === null || column.autoIncrement ? "" : ` DEFAULT ${column.default}`,
		column.onUpdate === null ? "" : ` ON UPDATE ${column.onUpdate}`,
		column.autoIncrement ? " AUTO_INCREMENT" : "",
		comment,
	].join("");
}

function isPlain(column: Column): boolean {
	return column.generated === null && column.rest === "";
}

function takesWantedType(actual: Column, wanted: Column, demand: KeyDemand): boolean {
	if (actual.type === wanted.type || !holds(wanted, actual)) return false;
	if (actual.autoIncrement && wanted.charset !== null) return false;
	if (!demand.isKeyed) return true;
	if (needsPrefix(wanted.type)) return needsPrefix(actual.type);
	return demand.hasRoom;
}

function defaultOf(actual: Column, wanted: Column, nullable: boolean): string | null {
	const own = wanted.default === "NULL" && !nullable ? null : wanted.default;
	return own ?? loosened(actual, nullable);
}

function loosened(actual: Column, nullable: boolean): string | null {
	if (actual.default === "NULL" && !nullable) return null;
	return actual.default ?? (nullable && hasDefault(actual) ? "NULL" : null);
}

/** MySQL takes no default, not even NULL, for these. MariaDB takes it and then says it too. */
function hasDefault({ type }: Column): boolean {
	return !/^(geometry|point|linestring|polygon)/.test(type);
}

function differences(column: Column, wanted: Column): readonly string[] {
	const { name } = column;
	return [
		column.type === wanted.type ? "" : `${name} stays ${column.type} instead of ${wanted.type}`,
		column.nullable === wanted.nullable
			? ""
			: `${name} ${column.nullable ? "may stay" : "may not become"} empty (NULL)`,
		column.charset === null || wanted.charset === null || column.charset === wanted.charset
			? ""
			: `${name} stays in ${column.charset} instead of ${wanted.charset}`,
		column.autoIncrement === wanted.autoIncrement
			? ""
			: `${name} ${column.autoIncrement ? "goes on counting" : "does not count by itself"}`,
	].filter((text) => text !== "");
}
