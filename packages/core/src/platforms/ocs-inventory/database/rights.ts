import { neededRights, type Right } from "./needs.ts";

/**
 * The rights that an account has on the whole of `database`, from the lines of SHOW GRANTS (MariaDB and MySQL, roles that are
 * on included). Rights on single tables or columns are none on the whole.
 */
export function rightsOn(database: string, grants: readonly string[]): ReadonlySet<Right> {
	const rights = new Set<Right>();
	for (const line of grants) {
		const [, verb, list = "", scope = ""] = grant.exec(line) ?? [];
		if (verb === undefined || !covers(scope, database)) continue;
		for (const right of named(list))
			if (verb === "GRANT") rights.add(right);
			// MySQL takes away from what holds everywhere.
			else rights.delete(right);
	}
	return rights;
}

// `GRANT SELECT, INSERT ON `ocs\_web`.* TO …`; one of a role has no ON, and one of a column has brackets.
const grant = /^(GRANT|REVOKE) ([A-Z ,_]+) ON (?:TABLE )?(\*\.\*|`(?:[^`]|``)+`\.\*) (?:TO|FROM) /;

function named(list: string): readonly Right[] {
	const words = list.split(",").map((word) => word.trim());
	if (words.includes("ALL PRIVILEGES") || words.includes("ALL")) return neededRights;
	return neededRights.filter((right) => words.includes(right));
}

/** In a grant the name of a database is a pattern: `%` any text, `_` any character, `\` takes the next one as it is. */
function covers(scope: string, database: string): boolean {
	if (scope === "*.*") return true;
	const name = scope.slice(1, -"`.*".length).replaceAll("``", "`");
	const pattern = name.replace(/\\(.)|[\s\S]/g, (whole, taken: string | undefined) => {
		if (taken !== undefined) return literally(taken);
		if (whole === "%") return "[^]*";
		return whole === "_" ? "[^]" : literally(whole);
	});
	return new RegExp(`^${pattern}$`, "i").test(database);
}

function literally(character: string): string {
	return character.replace(/[\\^$.*+?()[\]{}|/-]/, "\\$&");
}
