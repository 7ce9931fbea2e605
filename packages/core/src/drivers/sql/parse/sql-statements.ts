import { SqlReader, type TableName } from "./sql-reader.ts";
import {
	createsStoredCode,
	keyword,
	type SqlToken,
	splitStatements,
	sqlTokens,
} from "./sql-tokens.ts";
import { tableReferences } from "./table-references.ts";

/** What a statement does, as far as a table's owner has to know. */
export type SqlStatement =
	| {
			readonly kind: "create";
			readonly table: TableName;
			readonly ifNotExists: boolean;
			/** null where they are not spelled out: LIKE, SELECT. */
			readonly columns: readonly string[] | null;
	  }
	| { readonly kind: "drop"; readonly tables: readonly TableName[]; readonly ifExists: boolean }
	| {
			readonly kind: "alter";
			readonly table: TableName;
			/** null where it does more than to add columns. */
			readonly adds: readonly string[] | null;
	  }
	| { readonly kind: "index" | "insert" | "change"; readonly tables: readonly TableName[] }
	| { readonly kind: "stored-code" | "session" | "read" | "forbidden" | "unknown" };

/** All statements of one text that is given to sqlQuery; MySQL runs none of them where there are several. */
export function readStatements(sql: string): readonly SqlStatement[] {
	return splitStatements(sqlTokens(sql)).map(readStatement);
}

/** Rights, files, other databases and the server itself are none of an extension's business. */
const FORBIDDEN_VERBS: ReadonlySet<string> = new Set(
	"GRANT REVOKE LOAD INSTALL UNINSTALL SHUTDOWN KILL FLUSH RESET PURGE CHANGE BINLOG CALL PREPARE EXECUTE HANDLER IMPORT CLONE RESTART".split(
		" ",
	),
);
const FORBIDDEN_OBJECTS: ReadonlySet<string> = new Set(
	"USER ROLE DATABASE SCHEMA SERVER TABLESPACE LOGFILE INSTANCE".split(" "),
);
const FORBIDDEN_ANYWHERE: ReadonlySet<string> = new Set(["OUTFILE", "DUMPFILE", "LOAD_FILE"]);
const FORBIDDEN_SCOPES: ReadonlySet<string> = new Set(
	"GLOBAL @@GLOBAL PERSIST PERSIST_ONLY PASSWORD DEFAULT ROLE".split(" "),
);

function readStatement(tokens: readonly SqlToken[]): SqlStatement {
	const verb = keyword(tokens[0]);
	const second = keyword(tokens[1]);
	if (isForbidden(tokens, verb, second)) return { kind: "forbidden" };
	if (createsStoredCode(tokens)) return { kind: "stored-code" };
	const reader = new SqlReader(tokens);
	switch (verb) {
		case "CREATE":
			return readCreate(reader);
		case "DROP":
			return readDrop(reader);
		case "ALTER":
			return readAlter(reader);
		case "INSERT":
		case "REPLACE":
			return named("insert", reader.afterWords(verb, ...INSERT_WORDS).tables());
		case "UPDATE":
		case "DELETE":
			return named("change", changedBy(tokens));
		case "TRUNCATE":
			return named("change", reader.afterWords(verb, "TABLE").tables());
		case "RENAME":
			return named("change", reader.afterWords(verb, "TABLE").tables());
		case "SELECT":
		case "SHOW":
			return { kind: "read" };
		case "SET":
		case "USE":
		case "LOCK":
		case "UNLOCK":
		case "START":
		case "COMMIT":
			return { kind: "session" };
		default:
			return { kind: "unknown" };
	}
}

const INSERT_WORDS = ["LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "INTO"];

function isForbidden(tokens: readonly SqlToken[], verb: string, second: string): boolean {
	if (FORBIDDEN_VERBS.has(verb)) return true;
	if (["CREATE", "ALTER", "DROP", "RENAME"].includes(verb) && FORBIDDEN_OBJECTS.has(second))
		return true;
	if (verb === "SET" && tokens.some((token) => FORBIDDEN_SCOPES.has(keyword(token)))) return true;
	return tokens.some((token) => FORBIDDEN_ANYWHERE.has(keyword(token)));
}

function named(kind: "insert" | "change", tables: readonly TableName[]): SqlStatement {
	return tables.length === 0 ? { kind: "unknown" } : { kind, tables };
}

function changedBy(tokens: readonly SqlToken[]): readonly TableName[] {
	return tableReferences(tokens)
		.filter(({ isChanged }) => isChanged)
		.map(({ schema, name }) => ({ schema, name }));
}

function readCreate(reader: SqlReader): SqlStatement {
	reader.afterWords("CREATE", "OR", "REPLACE", "TEMPORARY", "UNIQUE", "FULLTEXT", "SPATIAL");
	if (reader.takeWord("INDEX")) {
		reader.skipTo("ON");
		return { kind: "index", tables: reader.tables().slice(0, 1) };
	}
	if (reader.takeWord("VIEW")) return { kind: "stored-code" };
	if (!reader.takeWord("TABLE")) return { kind: "unknown" };
	const ifNotExists = reader.takeWords("IF", "NOT", "EXISTS");
	const table = reader.table();
	if (table === undefined) return { kind: "unknown" };
	const items = reader.list();
	const isSpelledOut =
		items !== undefined && keyword(items[0]?.[0]) !== "LIKE" && !reader.has("SELECT");
	return { kind: "create", table, ifNotExists, columns: isSpelledOut ? columnsOf(items) : null };
}

function readDrop(reader: SqlReader): SqlStatement {
	reader.afterWords("DROP", "TEMPORARY");
	if (reader.takeWord("INDEX")) {
		reader.skipTo("ON");
		return { kind: "index", tables: reader.tables().slice(0, 1) };
	}
	if (["TRIGGER", "EVENT", "PROCEDURE", "FUNCTION", "VIEW"].some((word) => reader.takeWord(word))) {
		return { kind: "stored-code" };
	}
	if (!reader.takeWord("TABLE")) return { kind: "unknown" };
	const ifExists = reader.takeWords("IF", "EXISTS");
	const tables = reader.tables();
	reader.afterWords("RESTRICT", "CASCADE");
	return tables.length > 0 && reader.isDone
		? { kind: "drop", tables, ifExists }
		: { kind: "unknown" };
}

function readAlter(reader: SqlReader): SqlStatement {
	reader.afterWords("ALTER", "ONLINE", "IGNORE");
	const table = reader.takeWord("TABLE") ? reader.table() : undefined;
	if (table === undefined) return { kind: "unknown" };
	const items = reader.items();
	const adds = items.map((item) => {
		if (keyword(item[0]) !== "ADD") return undefined;
		const definition = item.slice(keyword(item[1]) === "COLUMN" ? 2 : 1);
		return isKey(definition[0]) ? "" : definition[0]?.text;
	});
	const columns = adds.filter((column) => column !== undefined);
	const isPlain = columns.length === adds.length && !columns.includes("(");
	return { kind: "alter", table, adds: isPlain ? columns.filter((column) => column !== "") : null };
}

const KEY_WORDS: ReadonlySet<string> = new Set(
	"PRIMARY KEY INDEX UNIQUE CONSTRAINT FULLTEXT SPATIAL FOREIGN CHECK PERIOD".split(" "),
);

function isKey(token: SqlToken | undefined): boolean {
	return KEY_WORDS.has(keyword(token));
}

function columnsOf(items: readonly (readonly SqlToken[])[]): readonly string[] {
	return items
		.map((item) => item[0])
		.filter((token) => token !== undefined && !isKey(token))
		.map((token) => token?.text ?? "");
}
