import type { RunStatement } from "../../../domain/database-plan.ts";
import type { Extension } from "../../../domain/extension.ts";
import { isHeldAs } from "../is-held-as.ts";
import type { ActivationRow } from "./read-activations.ts";

type Wanted = Omit<ActivationRow, "installDate">;

/** As many characters as OCS's columns hold; its database cuts the rest off without a word. */
const longest = 255;

/** The row that OCS's own console would write, cut as the database would cut it. */
export function wantedRow(extension: Extension): Wanted {
	const author = fitting(extension.authors[0] ?? "");
	return {
		id: extension.id,
		name: fitting(extension.name),
		description: fitting(extension.description),
		version: numericVersion(extension.version),
		licence: fitting(extension.licence),
		author,
		contributor: author,
	};
}

/** Its column is a DOUBLE: `2.7.1` stands there as 2.7, `1.0-beta` as 1, and what begins with no number as 0. */
export function numericVersion(version: string): number {
	return Number(/^\d+(\.\d+)?/.exec(version.trim())?.[0] ?? 0);
}

/** The column's character set holds three bytes for a character: of larger ones a question mark is left. */
function fitting(text: string): string {
	return [...text]
		.slice(0, longest)
		.map((character) => (character.length > 1 ? "?" : character))
		.join("");
}

/** The last step on the way in: it is what makes the extension active. */
export function rowThere(
	extension: Extension,
	rows: readonly ActivationRow[],
): readonly RunStatement[] {
	const wanted = wantedRow(extension);
	const there = rows.filter(({ id }) => id === extension.id);
	const [former] = there;
	if (former === undefined) return [insertRow(wanted)];
	return there.every((row) => isSame(row, wanted)) ? [] : [updateRow(former, wanted)];
}

/** The first step on the way out. */
export function rowGone(
	extension: Extension,
	rows: readonly ActivationRow[],
): readonly RunStatement[] {
	const former = rows.find(({ id }) => id === extension.id);
	if (former === undefined) return [];
	return [
		{
			...about,
			statement: deleteSql,
			parameters: [former.id],
			why: "it is then no longer active, in OCS's console too",
			undo: {
				// May be run although the row is there still: then nothing is added.
				statement: `INSERT INTO extensions (id, name, description, version, licence, author, contributor, install_date) SELECT ?, ?, ?, ?, ?, ?, ?, ? FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM extensions WHERE BINARY id = ?)`,
				parameters: [former.id, ...valuesOf(former), former.installDate, former.id],
			},
		},
	];
}

const about = {
	kind: "run-statement",
	target: "extensions",
	effect: "rows",
	isFinal: false,
} as const;

/** By bytes: whatever the column's collation takes for the same. */
const deleteSql = "DELETE FROM extensions WHERE BINARY id = ?";

function insertRow(wanted: Wanted): RunStatement {
	return {
		...about,
		statement:
			"INSERT INTO extensions (id, name, description, version, licence, author, contributor) VALUES (?, ?, ?, ?, ?, ?, ?)",
		parameters: [wanted.id, ...valuesOf(wanted)],
		why: "it is then active, in OCS's console too",
		undo: { statement: deleteSql, parameters: [wanted.id] },
	};
}

function updateRow(former: ActivationRow, wanted: Wanted): RunStatement {
	const set =
		"name = ?, description = ?, version = ?, licence = ?, author = ?, contributor = ?, install_date =";
	return {
		...about,
		statement: `UPDATE extensions SET ${set} CURRENT_TIMESTAMP WHERE BINARY id = ?`,
		parameters: [...valuesOf(wanted), wanted.id],
		why: "OCS's console shows this version and its authors",
		undo: {
			statement: `UPDATE extensions SET ${set} ? WHERE BINARY id = ?`,
			parameters: [...valuesOf(former), former.installDate, former.id],
		},
	};
}

function valuesOf(row: Wanted): readonly (string | number | null)[] {
	return [row.name, row.description, row.version, row.licence, row.author, row.contributor];
}

function isSame(row: ActivationRow, wanted: Wanted): boolean {
	const [one, other] = [valuesOf(row), valuesOf(wanted)];
	return one.every((value, index) => isHeldAs(value, other[index]));
}
