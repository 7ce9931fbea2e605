import type { TableName } from "../parse/sql-reader.ts";
import type { SqlToken } from "../parse/sql-tokens.ts";
import { Cursor, type Production } from "./cursor.ts";
import { insert, remove, update } from "./rows.ts";
import { alterTable, createIndex, createTable, dropIndex, dropTable } from "./tables.ts";

export type Deed = "create" | "alter" | "drop" | "index" | "insert" | "update" | "delete";

export type Understood =
	| { readonly deed: Deed; readonly tables: readonly TableName[] }
	/** `strangeFunction`: what is called there, where that is why. */
	| { readonly deed: null; readonly strangeFunction: string | null };

/**
 * A statement of which every word is accounted for: what it does, and every table that it can reach. There is no other way
 * to be allowed (docs/platforms/ocs-inventory.md), so what is added here must read alike to every server.
 */
export function understand(tokens: readonly SqlToken[]): Understood {
	const cursor = new Cursor(tokens);
	const isPlain = tokens.every(({ doubt }) => doubt === null);
	const [deed, production] = beginning(cursor);
	if (production?.(cursor) && cursor.isDone && isPlain) return { deed, tables: cursor.tables };
	return { deed: null, strangeFunction: cursor.strangeFunction };
}

function beginning(cursor: Cursor): [Deed, Production | undefined] {
	if (cursor.words("CREATE", "TABLE")) return ["create", createTable];
	if (cursor.words("DROP", "TABLE")) return ["drop", dropTable];
	if (cursor.words("ALTER", "TABLE")) return ["alter", alterTable];
	if (cursor.words("CREATE", "INDEX")) return ["index", createIndex];
	for (const kind of ["UNIQUE", "FULLTEXT", "SPATIAL"])
		if (cursor.words("CREATE", kind, "INDEX")) return ["index", createIndex];
	if (cursor.words("DROP", "INDEX")) return ["index", dropIndex];
	if (cursor.word("INSERT", "REPLACE")) return ["insert", insert];
	if (cursor.word("UPDATE")) return ["update", update];
	return ["delete", cursor.word("DELETE") ? remove : undefined];
}
