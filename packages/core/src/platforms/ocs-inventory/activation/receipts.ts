import type { Extension } from "../../../domain/extension.ts";
import type { SqlReceipts } from "../../../drivers/sql/system.ts";
import { numericVersion, rowGone, rowThere, wantedRow } from "./plan-row.ts";
import { type ActivationRow, readActivationRows } from "./read-activations.ts";

/** The rows of OCS's own table `extensions`: what has one is active, for OCS's console too. */
export const receipts: SqlReceipts<ActivationRow> = {
	read: readActivationRows,
	put: rowThere,
	take: rowGone,
	notes,
	isOf: (row, version) => row.version === numericVersion(version),
};

function notes(extension: Extension): readonly string[] {
	const row = wantedRow(extension);
	const { name, description, licence, version } = extension;
	const texts = { name, description, licence, author: extension.authors[0] ?? "" };
	const isNumber = String(numericVersion(version)) === version.replace(/\.0+$/, "");
	return [
		...(isNumber
			? []
			: [`OCS's console shows the version ${version || "(none)"} as ${row.version}`]),
		...Object.entries(texts)
			.filter(([field, text]) => row[field as keyof typeof texts] !== text)
			.map(([field]) => `OCS's console shows the ${field} cut to what its column holds`),
	];
}
