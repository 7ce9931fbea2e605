import type { SqlStatement } from "../parse/sql-statements.ts";
import { createsStoredCode, isMark, keyword, type SqlToken } from "../parse/sql-tokens.ts";
import type { SqlProblem } from "../system.ts";

export interface Beyond {
	readonly problem: SqlProblem;
	readonly reason: string;
}

/** What no yes makes right: rights, files, other servers, other schemas, and what only some versions of the server run. */
export function beyondTables(
	tokens: readonly SqlToken[],
	statement: SqlStatement,
): Beyond | undefined {
	if (tokens.some(({ doubt }) => doubt === "hidden")) {
		const reason = "whether a part of it is run depends on the version of the server";
		return { problem: "hidden", reason };
	}
	const reason =
		(statement.kind === "forbidden" ? "it is about rights, files or the server" : undefined) ??
		inAnyStatement(tokens) ??
		inKind(tokens, statement);
	return reason === undefined ? undefined : { problem: "forbidden", reason };
}

const SYSTEM_SCHEMA = /^(mysql|sys|information_schema|performance_schema)$/i;
/** A function's name may stand in back quotes too. */
const FILE_FUNCTION = /^LOAD_FILE$/i;
/** One operation at a time holds a lock of this session. */
const LOCK_FUNCTION = /^RELEASE_(ALL_LOCKS|LOCK)$/i;

function inAnyStatement(tokens: readonly SqlToken[]): string | undefined {
	for (const [at, token] of tokens.entries()) {
		const isName = token.kind === "word" || token.kind === "name";
		if (isName && SYSTEM_SCHEMA.test(token.text) && isMark(tokens[at + 1], ".")) {
			return "it names the database server's own tables";
		}
		if (isName && FILE_FUNCTION.test(token.text)) return "it reads a file of the server";
		if (isName && LOCK_FUNCTION.test(token.text) && isMark(tokens[at + 1], "(")) {
			return "it would release the lock that keeps others out meanwhile";
		}
	}
	const [verb, second] = tokens.map(keyword);
	if (verb === "USE") return "it changes to another database";
	if (verb === "DELIMITER") return "DELIMITER is a word of the mysql program, not of SQL";
	if (verb === "SET" && second === "STATEMENT") return "it hides a statement in a SET";
	if (verb === "SET" && tokens.some((token) => READS_OTHERWISE.test(token.text))) {
		return "it changes how later statements are read";
	}
	return undefined;
}

const READS_OTHERWISE =
	/^(@@)?((session|local)\.)?(sql_mode|character_set_client|character_set_connection|collation_connection|names|charset|character|foreign_key_checks|sql_log_bin|sql_safe_updates|init_connect)$/i;

/** InnoDB and the engines beside it that keep their rows in the database's own folder. */
const ENGINES = /^(innodb|myisam|aria|memory|heap)$/i;

/** Some options lead out of the database: other engines, other folders, other servers, tables of others. */
function inTableOptions(tokens: readonly SqlToken[]): string | undefined {
	let depth = 0;
	for (const [at, token] of tokens.entries()) {
		if (isMark(token, "(")) depth += 1;
		if (isMark(token, ")")) depth -= 1;
		const value = tokens[isMark(tokens[at + 1], "=") ? at + 2 : at + 1];
		switch (keyword(token)) {
			case "ENGINE":
				if (depth === 0 && !isNewColumn(tokens, at) && !ENGINES.test(value?.text ?? "")) {
					return `the engine ${value?.text} may keep its rows elsewhere`;
				}
				break;
			case "CONNECTION":
				if (value?.kind === "string") return "its rows would come from another server";
				break;
			case "DIRECTORY":
				if (/^(DATA|INDEX)$/.test(keyword(tokens[at - 1]))) return "it chooses a folder";
				break;
			case "UNION":
				if (depth === 0 && isMark(value, "(")) return "its rows would be those of other tables";
				break;
			case "TABLESPACE":
				if (depth === 0) return "it is about files of the database";
				break;
		}
	}
	return undefined;
}

function isNewColumn(tokens: readonly SqlToken[], at: number): boolean {
	return /^(ADD|COLUMN|EXISTS|MODIFY|CHANGE|AFTER)$/.test(keyword(tokens[at - 1]));
}

/** A view and a SELECT hold no other statement, however their columns are called. */
export function onlyReads(tokens: readonly SqlToken[], { kind }: SqlStatement): boolean {
	const isView = tokens.slice(0, 12).some((token) => keyword(token) === "VIEW");
	return kind === "stored-code" ? isView && !createsStoredCode(tokens) : kind === "read";
}

function inKind(tokens: readonly SqlToken[], statement: SqlStatement): string | undefined {
	const { kind } = statement;
	if (kind === "create" || kind === "alter") return inTableOptions(tokens);
	if (onlyReads(tokens, statement)) return undefined;
	return ["stored-code", "session", "unknown"].includes(kind) ? inStoredCode(tokens) : undefined;
}

const FORBIDDEN_INSIDE: ReadonlySet<string> = new Set(
	`GRANT REVOKE PREPARE EXECUTE DEALLOCATE SHUTDOWN KILL INSTALL UNINSTALL FLUSH RESET PURGE HANDLER LOAD
	USER ROLE DATABASE SCHEMA SERVER GLOBAL PASSWORD`.split(/\s+/),
);

/** The bodies of stored code, and whatever else cannot be read to its end. */
function inStoredCode(tokens: readonly SqlToken[]): string | undefined {
	const word = tokens.map(keyword).find((one) => FORBIDDEN_INSIDE.has(one) || /^@@/.test(one));
	return word === undefined ? undefined : `it may not say ${word}`;
}
