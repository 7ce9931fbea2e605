import type { Connection, TypeCastFunction } from "mariadb";
import type { RawCell } from "../database-connection.ts";
import { statementFailure } from "./failures.ts";

/** Number of the collation that stands for bytes; numbers, dates and JSON have it too, and are text all the same. */
const binary = 63;
const alwaysBytes = new Set(["BIT", "GEOMETRY"]);
const sometimesBytes = new Set(
	"STRING VAR_STRING VARCHAR TINY_BLOB BLOB MEDIUM_BLOB LONG_BLOB".split(" "),
);

const raw: TypeCastFunction = (column) => {
	const { type, collation } = column;
	const isBytes = alwaysBytes.has(type) || (collation.index === binary && sometimesBytes.has(type));
	return isBytes ? column.buffer() : column.string();
};

export async function* streamRows(
	connection: Connection,
	label: string,
	sql: string,
): AsyncGenerator<readonly RawCell[]> {
	const rows = connection.queryStream({ sql, rowsAsArray: true, typeCast: raw });
	// The library tells a failure twice; the second time nobody listens any more.
	rows.on("error", () => undefined);
	let whole = false;
	try {
		for await (const row of rows) yield row;
		whole = true;
	} catch (error) {
		throw statementFailure(label, error);
	} finally {
		if (!whole) connection.destroy();
	}
}
