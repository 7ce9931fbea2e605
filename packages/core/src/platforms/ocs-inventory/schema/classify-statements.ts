import type { TableNaming } from "../../../databases/table-naming.ts";
import type { ProblemCode } from "../../../domain/problem-codes.ts";
import { type OcsCodeName, ocsCodes } from "../codes.ts";
import type { TableName } from "../parse/sql-reader.ts";
import { readStatements, type SqlStatement } from "../parse/sql-statements.ts";
import { createsStoredCode, keyword, type SqlToken, sqlTokens } from "../parse/sql-tokens.ts";
import { isOcsTable } from "../rules/ocs-names.ts";
import { beyondTables, onlyReads } from "./beyond-tables.ts";
import { isMark, namedTables } from "./named-tables.ts";

/** Whose tables there are. All names here, and all that come of them, are as `naming` has them. */
export interface Owners {
	readonly naming: TableNaming;
	readonly own: ReadonlySet<string>;
	/** The extension that has it, by the table's name in lower case. */
	readonly others: ReadonlyMap<string, string>;
	/** OCS's own database; null where it is not known yet. */
	readonly database: string | null;
}

export type Deed = "create" | "alter" | "drop" | "index" | "insert" | "update" | "delete";

/**
 * `ask` waits for an administrator's yes to this very statement, under `code`. `foreign` is never sent: a yes lets
 * the others go on without it. To `refused` there is no yes.
 */
export type Verdict =
	| { readonly is: "allowed"; readonly deed: Deed }
	| {
			readonly is: "ask" | "foreign" | "refused";
			readonly code: ProblemCode;
			readonly reason: string;
	  };

export interface Classified {
	readonly text: string;
	readonly statement: SqlStatement;
	/** What it creates, changes or drops, or null where that cannot be told. */
	readonly table: string | null;
	/** Every table that it may change. */
	readonly changes: readonly string[];
	readonly verdict: Verdict;
}

/** Each statement of a text by itself: the driver sends them one by one. The threat is a text that was written to be misread. */
export function classifyStatements(text: string, owners: Owners): readonly Classified[] {
	return pieces(text).map(({ text: piece, tokens }) => {
		const statement = readStatements(piece)[0] ?? { kind: "unknown" };
		const named = ({ name }: TableName) => owners.naming(name);
		return {
			text: piece,
			statement,
			table: targets(statement).map(named)[0] ?? null,
			changes: changedTables(tokens, statement).map(named),
			verdict: judge(piece, tokens, statement, owners),
		};
	});
}

/** The tables that these statements create, also where they drop them again: the extension's own. OCS's never are. */
export function createdTables(
	install: readonly string[],
	naming: TableNaming,
): ReadonlySet<string> {
	const created = install
		.flatMap(readStatements)
		.flatMap((statement) => (statement.kind === "create" ? [naming(statement.table.name)] : []));
	return new Set(created.filter((name) => !isOcsTable(name)));
}

function pieces(text: string): readonly { text: string; tokens: readonly SqlToken[] }[] {
	const tokens = sqlTokens(text);
	if (createsStoredCode(tokens)) return [{ text: text.trim(), tokens }];
	const ends = tokens.flatMap((token, at) => (isMark(token, ";") ? [at] : []));
	return [...ends, tokens.length].flatMap((end, index) => {
		const first = index === 0 ? 0 : (ends[index - 1] ?? 0) + 1;
		if (first >= end) return [];
		const from = first === 0 ? 0 : (tokens[first - 1]?.end ?? 0);
		const to = tokens[end]?.start ?? text.length;
		return [{ text: text.slice(from, to).trim(), tokens: tokens.slice(first, end) }];
	});
}

function judge(
	text: string,
	tokens: readonly SqlToken[],
	statement: SqlStatement,
	owners: Owners,
): Verdict {
	const beyond = beyondTables(text, tokens, statement);
	if (beyond !== undefined) return { is: "refused", ...beyond };
	const { naming, database } = owners;
	const here = database === null ? null : naming(database);
	const all = [...targets(statement), ...namedTables(tokens)];
	const elsewhere = all.find(({ schema }) => schema !== "" && naming(schema) !== here);
	if (elsewhere !== undefined) return otherDatabase(elsewhere, owners);
	const changed = changedTables(tokens, statement).map(({ name }) => naming(name));
	const ofGraft = changed.find(isGraftTable);
	if (ofGraft !== undefined)
		return refused("sql-on-graft-table", `${ofGraft} is a name of Graft's own`);
	const ofOcs = changed.find(isOcsTable);
	if (ofOcs !== undefined) return onOcsTable(ofOcs, statement);
	const taken = changed.find((name) => owners.others.has(name.toLowerCase()));
	if (taken !== undefined) {
		const other = owners.others.get(taken.toLowerCase());
		return {
			is: "foreign",
			code: ocsCodes["ocs/table-taken"],
			reason: `${taken} belongs to ${other}`,
		};
	}
	return judgeOwn(tokens, statement, all, owners);
}

function otherDatabase({ schema }: TableName, { database }: Owners): Verdict {
	const reason = `it names the database ${schema}`;
	return database === null
		? ask("sql-other-database", reason)
		: refused("sql-other-database", reason);
}

/** What only adds can be done without. Of what changes or drops, the package must not get near OCS's own console. */
function onOcsTable(name: string, { kind }: SqlStatement): Verdict {
	const reason = `${name} is a table of OCS itself`;
	return kind === "insert" || kind === "index" || kind === "create"
		? { is: "foreign", code: ocsCodes["ocs/sql-into-ocs-table"], reason }
		: refused("sql-on-ocs-table", reason);
}

/** Its journal is obeyed: nothing of a package may write there. */
export function isGraftTable(name: string): boolean {
	return /^graft_/i.test(name);
}

function judgeOwn(
	tokens: readonly SqlToken[],
	statement: SqlStatement,
	all: readonly TableName[],
	owners: Owners,
): Verdict {
	const deed = deedOf(tokens, statement);
	if (deed === undefined) return ask(askCode(statement), "it does more than to work on its tables");
	const strange = all.find(({ name }) => !owners.own.has(owners.naming(name)) || isOcsTable(name));
	if (strange !== undefined) {
		return ask("sql-other-table", `${strange.name} is not a table that the extension creates`);
	}
	if (tokens.some((_, at) => isWaitingCall(tokens, at))) {
		return ask("sql-function", "it calls a function that can hold the server up");
	}
	return { is: "allowed", deed };
}

function deedOf(tokens: readonly SqlToken[], statement: SqlStatement): Deed | undefined {
	const words = tokens.slice(0, 4).map(keyword);
	if (words.includes("TEMPORARY")) return undefined;
	const { kind } = statement;
	if (kind === "change") {
		if (words[0] === "UPDATE") return "update";
		return words[0] === "DELETE" ? "delete" : undefined;
	}
	return PLAIN_DEEDS.find((deed) => deed === kind);
}

const PLAIN_DEEDS: readonly Deed[] = ["create", "alter", "drop", "index", "insert"];

function askCode({ kind }: SqlStatement): OcsCodeName {
	const codes: Partial<Record<SqlStatement["kind"], OcsCodeName>> = {
		"stored-code": "sql-stored-code",
		session: "sql-session",
		read: "sql-read",
		change: "sql-empties-table",
	};
	return codes[kind] ?? "sql-odd";
}

/** What a statement is about. For one that reads a second table too, that one is not among them. */
function targets(statement: SqlStatement): readonly TableName[] {
	if ("tables" in statement) return statement.tables;
	return "table" in statement ? [statement.table] : [];
}

/** CREATE and INSERT only read what else stands in them. An ALTER may name a second table to swap with. */
function changedTables(tokens: readonly SqlToken[], statement: SqlStatement): readonly TableName[] {
	if (onlyReads(tokens, statement)) return [];
	const { kind } = statement;
	if (kind === "create" || kind === "insert") return targets(statement);
	return [...targets(statement), ...namedTables(tokens)];
}

/** A function's name may stand in back quotes too; a value or a column of that name calls nothing. */
function isWaitingCall(tokens: readonly SqlToken[], at: number): boolean {
	const token = tokens[at];
	const isName = token?.kind === "word" || token?.kind === "name";
	return isName && WAITING.has(token.text.toUpperCase()) && isMark(tokens[at + 1], "(");
}

const WAITING: ReadonlySet<string> = new Set(
	"SLEEP BENCHMARK GET_LOCK MASTER_POS_WAIT SYS_EXEC SYS_EVAL".split(" "),
);

function refused(code: OcsCodeName, reason: string): Verdict {
	return { is: "refused", code: ocsCodes[`ocs/${code}`], reason };
}

function ask(code: OcsCodeName, reason: string): Verdict {
	return { is: "ask", code: ocsCodes[`ocs/${code}`], reason };
}
