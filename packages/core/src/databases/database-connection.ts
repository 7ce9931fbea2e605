/** As the database has it, nothing rounded: BIGINT as bigint, DECIMAL and dates as text, binary columns as bytes. */
export type Cell = string | number | bigint | Uint8Array | null;

export type Row = Readonly<Record<string, Cell>>;

/** A value in the server's own words, so that nothing is rounded; columns without a character set as bytes. */
export type RawCell = string | Uint8Array | null;

/**
 * One session with a database that somebody else owns. Statements go one at a time, in the order in which they are given.
 * Each throws GraftError: "refused" with the database's own words, "unreachable" where the connection is lost; then
 * whether the last statement was carried out is not known.
 */
export interface DatabaseConnection {
	/** Names it for people: its URL without the password, printable. */
	readonly label: string;
	/** `?` in `sql` stand for `parameters`, in order; without any, `sql` goes as it is. */
	query(sql: string, parameters?: readonly Cell[]): Promise<readonly Row[]>;
	execute(sql: string, parameters?: readonly Cell[]): Promise<{ readonly affected: number }>;
	/** Rows as they come, as many as the reader takes; who stops reading before the last one ends the session. */
	stream(sql: string): AsyncIterable<readonly RawCell[]>;
	/** May be called twice, and after the connection was lost. */
	close(): Promise<void>;
}
