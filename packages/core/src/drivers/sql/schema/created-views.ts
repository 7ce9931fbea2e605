import type { TableNaming } from "../../../databases/table-naming.ts";
import { SqlReader } from "../parse/sql-reader.ts";
import { keyword, type SqlToken, splitStatements, sqlTokens } from "../parse/sql-tokens.ts";

/** The views that these statements make, should somebody say yes to them. */
export function createdViews(install: readonly string[], naming: TableNaming): ReadonlySet<string> {
	const names = install
		.flatMap((text) => splitStatements(sqlTokens(text)))
		.map(viewOf)
		.filter((name) => name !== undefined);
	return new Set(names.map(naming));
}

function viewOf(tokens: readonly SqlToken[]): string | undefined {
	if (keyword(tokens[0]) !== "CREATE" && keyword(tokens[0]) !== "ALTER") return undefined;
	// Before it stand an algorithm, a definer and the like.
	const at = tokens.slice(0, 20).findIndex((token) => keyword(token) === "VIEW");
	if (at === -1) return undefined;
	return new SqlReader(tokens.slice(at + 1)).afterWords("IF", "NOT", "EXISTS").table()?.name;
}
