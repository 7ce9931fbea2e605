import { printable } from "../domain/printable.ts";
import { quoteName } from "../domain/quote-name.ts";
import type { DatabaseConnection, RawCell } from "./database-connection.ts";

/** In bytes; below what any server takes as one packet. A row that is longer has a statement of its own. */
const longestStatement = 1_000_000;

/**
 * `tables` with their rows as SQL text: CREATE TABLE and INSERTs that make the same again in an empty database, all as of one
 * moment (MyISAM apart, which knows none). Nothing in it drops or replaces. The session is good for nothing else afterwards.
 */
export async function* exportTables(
	connection: DatabaseConnection,
	tables: readonly string[],
	heading: readonly string[],
): AsyncGenerator<string> {
	// Times are written as they are in UTC: elsewhere, one hour of the year exists twice.
	await connection.execute("SET time_zone = '+00:00', net_write_timeout = 3600");
	await connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
	await connection.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT");
	yield [...heading.map(comment), ...settings].join("\n");
	for (const table of tables) yield* exportTable(connection, table);
	yield `\n${comment(`End of the export: ${tables.length} tables.`)}\n`;
}

const settings = [
	"SET NAMES utf8mb4;",
	"SET time_zone = '+00:00';",
	"SET sql_mode = 'NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO';",
	"SET foreign_key_checks = 0;",
	"",
];

function comment(text: string): string {
	return `-- ${printable(text.replace(/\s+/g, " "))}`;
}

async function* exportTable(connection: DatabaseConnection, table: string): AsyncGenerator<string> {
	const name = quoteName(table);
	const [described = {}] = await connection.query(`SHOW CREATE TABLE ${name}`);
	yield `\n${String(described["Create Table"])};\n`;
	const columns = await readColumns(connection, table);
	if (columns.length === 0) return;
	const selected = columns.map(({ name, type }) =>
		// As it is shown, a FLOAT is rounded to six digits.
		type === "float" ? `${quoteName(name)} * 1e0` : quoteName(name),
	);
	const into = `INSERT INTO ${name} (${columns.map((column) => quoteName(column.name)).join(", ")}) VALUES\n`;
	let rows: string[] = [];
	let bytes = 0;
	const statement = () => `${into}${rows.join(",\n")};\n`;
	for await (const cells of connection.stream(`SELECT ${selected.join(", ")} FROM ${name}`)) {
		const row = `(${cells.map((cell, at) => literal(cell, columns[at]?.type)).join(", ")})`;
		const size = Buffer.byteLength(row) + 2;
		if (rows.length > 0 && into.length + bytes + size > longestStatement) {
			yield statement();
			rows = [];
			bytes = 0;
		}
		rows.push(row);
		bytes += size;
	}
	if (rows.length > 0) yield statement();
}

/** Without those that the server computes: they take no value. */
async function readColumns(connection: DatabaseConnection, table: string) {
	const rows = await connection.query(
		"SELECT COLUMN_NAME AS name, LOWER(DATA_TYPE) AS type FROM information_schema.COLUMNS " +
			"WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ? AND COALESCE(GENERATION_EXPRESSION, '') = '' " +
			"ORDER BY ORDINAL_POSITION",
		[table],
	);
	return rows.map(({ name, type }) => ({ name: String(name), type: String(type) }));
}

const numbers = new Set("tinyint smallint mediumint int bigint decimal float double".split(" "));

function literal(cell: RawCell, type = ""): string {
	if (cell === null) return "NULL";
	if (typeof cell === "string")
		// A bare -0 would lose its sign.
		return numbers.has(type) && cell !== "-0" ? cell : quoteText(cell);
	return cell.length === 0 ? "''" : `0x${Buffer.from(cell).toString("hex")}`;
}

const escapes: Readonly<Record<string, string>> = {
	"\0": "\\0",
	"\n": "\\n",
	"\r": "\\r",
	"\x1a": "\\Z",
	"'": "\\'",
	"\\": "\\\\",
};

function quoteText(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that SQL escapes.
	return `'${text.replace(/[\0\n\r\x1a'\\]/g, (character) => escapes[character] ?? character)}'`;
}
