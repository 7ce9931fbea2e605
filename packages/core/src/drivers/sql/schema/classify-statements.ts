import type { TableNaming } from "../../../databases/table-naming.ts";
import type { ProblemCode } from "../../../domain/problem-codes.ts";
import { isPlainTableName } from "../grammar/names.ts";
import { type Deed, understand } from "../grammar/statement.ts";
import type { TableName } from "../parse/sql-reader.ts";
import { readStatements, type SqlStatement } from "../parse/sql-statements.ts";
import {
	createsStoredCode,
	isMark,
	keyword,
	type SqlToken,
	sqlTokens,
} from "../parse/sql-tokens.ts";
import { tableReferences } from "../parse/table-references.ts";
import type { SqlProblem, SqlSystem } from "../system.ts";
import { beyondTables, onlyReads } from "./beyond-tables.ts";

/** Whose tables there are. All names here, and all that come of them, are as `naming` has them. */
export interface Owners {
	readonly system: SqlSystem;
	readonly naming: TableNaming;
	readonly own: ReadonlySet<string>;
	/** The extension that has it, by the table's name in lower case. */
	readonly others: ReadonlyMap<string, string>;
	/** The system's own database; null where it is not known yet. */
	readonly database: string | null;
	/** Views: what is done to one is done to the tables behind it. Without it, none is known. */
	readonly views?: ReadonlySet<string>;
}

/**
 * `allowed` only what the grammar accounts for word by word. `ask` waits for an administrator's yes to this very statement, under `code`. `foreign` is never sent: a yes lets
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
		const changes = changedTables(tokens, statement).map(named);
		return {
			text: piece,
			statement,
			table: targets(statement).map(named)[0] ?? null,
			changes,
			verdict: judge(tokens, statement, changes, owners),
		};
	});
}

/** The tables that these statements create, also where they drop them again: the extension's own. The system's never are. */
export function createdTables(
	install: readonly string[],
	{ system, naming }: Pick<Owners, "system" | "naming">,
): ReadonlySet<string> {
	const created = install
		.flatMap(readStatements)
		.flatMap((statement) => (statement.kind === "create" ? [naming(statement.table.name)] : []));
	return new Set(created.filter((name) => !system.hasTable(name)));
}

function pieces(text: string): readonly { text: string; tokens: readonly SqlToken[] }[] {
	const tokens = sqlTokens(text);
	if (createsStoredCode(tokens)) return [{ text: text.trim(), tokens }];
	const ends = tokens.filter((token) => isMark(token, ";"));
	const starts = [0, ...ends.map(({ end }) => end)];
	return starts
		.map((start, index) => text.slice(start, ends[index]?.start ?? text.length).trim())
		.map((piece) => ({ text: piece, tokens: sqlTokens(piece) }))
		.filter((piece) => piece.tokens.length > 0);
}

function judge(
	tokens: readonly SqlToken[],
	statement: SqlStatement,
	changed: readonly string[],
	owners: Owners,
): Verdict {
	const beyond = beyondTables(tokens, statement);
	const { naming, database, views, system } = owners;
	const { refused } = verdictsOf(system);
	if (beyond !== undefined) return refused(beyond.problem, beyond.reason);
	const here = database === null ? null : naming(database);
	const all = [...targets(statement), ...tableReferences(tokens)];
	const elsewhere = all.find(({ schema }) => schema !== "" && naming(schema) !== here);
	if (elsewhere !== undefined) return otherDatabase(elsewhere, owners);
	const ofGraft = changed.find(isGraftTable);
	if (ofGraft !== undefined)
		return refused("on-graft-table", `${ofGraft} is a name of Graft's own`);
	const ofSystem = changed.find((name) => system.hasTable(name));
	if (ofSystem !== undefined) return onSystemTable(ofSystem, statement, system);
	const unclear = changed.find((name) => !isPlainTableName(name));
	if (unclear !== undefined)
		return refused("hidden", `which table ${unclear} is depends on the server`);
	const view = changed.find((name) => views?.has(name));
	if (view !== undefined && statement.kind !== "stored-code")
		return refused("through-view", `${view} is a view, which reads other tables`);
	const taken = changed.find((name) => owners.others.has(name.toLowerCase()));
	if (taken !== undefined) {
		const other = owners.others.get(taken.toLowerCase());
		const reason = `${taken} belongs to ${other}`;
		return { is: "foreign", code: system.codes["table-taken"], reason };
	}
	return judgeOwn(tokens, statement, all, owners);
}

function otherDatabase({ schema }: TableName, { database, system }: Owners): Verdict {
	const { ask, refused } = verdictsOf(system);
	const reason = `it names the database ${schema}`;
	return database === null ? ask("other-database", reason) : refused("other-database", reason);
}

/** What only adds can be done without. Of what changes or drops, the package must not get near the system's own console. */
function onSystemTable(name: string, { kind }: SqlStatement, system: SqlSystem): Verdict {
	const reason = `${name} is a table of ${system.name} itself`;
	return kind === "insert" || kind === "index" || kind === "create"
		? { is: "foreign", code: system.codes["into-system-table"], reason }
		: verdictsOf(system).refused("on-system-table", reason);
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
	const { ask } = verdictsOf(owners.system);
	if (!isOnTables(tokens, statement))
		return ask(askProblem(statement), "it does more than to work on its tables");
	const understood = understand(tokens);
	const reached = understood.deed === null ? all : [...all, ...understood.tables];
	const strange = reached.find(
		({ name }) => !owners.own.has(owners.naming(name)) || owners.system.hasTable(name),
	);
	if (strange !== undefined) {
		return ask("other-table", `${strange.name} is not a table that the extension creates`);
	}
	if (understood.deed !== null) return { is: "allowed", deed: understood.deed };
	const { strangeFunction } = understood;
	return strangeFunction === null
		? ask("odd", "it is not among the plain statements that are known to be harmless")
		: ask(
				"function",
				`${strangeFunction} is not among the functions that are known to be harmless`,
			);
}

/** Of the kinds that can be allowed. */
function isOnTables(tokens: readonly SqlToken[], { kind }: SqlStatement): boolean {
	if (tokens.slice(0, 4).some((token) => keyword(token) === "TEMPORARY")) return false;
	if (kind === "change") return /^(UPDATE|DELETE)$/.test(keyword(tokens[0]));
	return ["create", "alter", "drop", "index", "insert"].includes(kind);
}

function askProblem({ kind }: SqlStatement): SqlProblem {
	const problems: Partial<Record<SqlStatement["kind"], SqlProblem>> = {
		"stored-code": "stored-code",
		session: "session",
		read: "read",
		change: "empties-table",
	};
	return problems[kind] ?? "odd";
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
	return [...targets(statement), ...tableReferences(tokens).filter(({ isChanged }) => isChanged)];
}

function verdictsOf({ codes }: SqlSystem) {
	const verdict = (is: "ask" | "refused") => (problem: SqlProblem, reason: string) =>
		({ is, code: codes[problem], reason }) as const;
	return { ask: verdict("ask"), refused: verdict("refused") };
}
