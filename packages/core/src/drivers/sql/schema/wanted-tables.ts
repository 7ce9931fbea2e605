import { quoteName } from "../../../domain/quote-name.ts";
import { isMark, keyword, type SqlToken, sqlTokens } from "../parse/sql-tokens.ts";
import type { Classified } from "./classify-statements.ts";

/** How to let the database itself say what a table would be: on one connection, in this order. */
export interface WantedTable {
	readonly table: string;
	/** Makes it as a temporary table under another name, which only this connection sees. */
	readonly build: readonly string[];
	/** Its answer's second column is for readTable. */
	readonly describe: string;
	/** Also after a failure. */
	readonly drop: string;
}

/**
 * The tables that these statements make on a database without them. A table is left out where that cannot be said
 * beforehand: it is made from a SELECT, is renamed, or one of its statements waits for a yes.
 */
export function wantedTables(install: readonly Classified[]): readonly WantedTable[] {
	const builds = new Map<string, string[] | null>();
	for (const one of install) {
		if (one.table === null) continue;
		const { kind } = one.statement;
		const build = builds.get(one.table);
		if (kind === "create") {
			if (build === undefined) builds.set(one.table, isOwn(one) ? [one.text] : null);
		} else if (kind === "drop") builds.delete(one.table);
		else if (kind === "alter" || kind === "index") {
			if (isOwn(one)) build?.push(one.text);
			else builds.set(one.table, null);
		}
	}
	return [...builds].flatMap(([table, build], index) => {
		const scratch = quoteName(`graft_wanted_${index + 1}`);
		const renamed = build?.map((text) => forScratch(text, scratch));
		if (renamed === undefined || renamed.includes(undefined)) return [];
		return [
			{
				table,
				build: renamed.filter((text) => text !== undefined),
				describe: `SHOW CREATE TABLE ${scratch}`,
				drop: `DROP TEMPORARY TABLE IF EXISTS ${scratch}`,
			},
		];
	});
}

/** Of a table that changes its name, a temporary one would hide the real one from then on. */
function isOwn({ verdict, statement, table, changes }: Classified): boolean {
	const isCopy = statement.kind === "create" && statement.columns === null;
	return verdict.is === "allowed" && !isCopy && changes.every((name) => name === table);
}

/** The statement on another table: only the name is replaced. */
function forScratch(text: string, scratch: string): string | undefined {
	const tokens = sqlTokens(text);
	const at = placeOfTable(tokens);
	const first = tokens[at];
	if (first === undefined) return undefined;
	const last = isMark(tokens[at + 1], ".") ? tokens[at + 2] : first;
	const isTable = keyword(tokens[0]) === "CREATE" && tokens.slice(0, at).some(isTableWord);
	const before = isTable ? "CREATE TEMPORARY TABLE " : text.slice(0, first.start);
	return before + scratch + text.slice(last?.end ?? first.end);
}

function isTableWord(token: SqlToken): boolean {
	return keyword(token) === "TABLE";
}

/** Behind TABLE [IF [NOT] EXISTS] or, for an index, behind ON. */
function placeOfTable(tokens: readonly SqlToken[]): number {
	const isIndex = tokens.slice(0, 4).some((token) => keyword(token) === "INDEX");
	const isBefore = (token: SqlToken) => keyword(token) === (isIndex ? "ON" : "TABLE");
	let at = tokens.findIndex(isBefore) + 1;
	if (at === 0) return -1;
	while (["IF", "NOT", "EXISTS"].includes(keyword(tokens[at]))) at += 1;
	return at;
}
