import type { Connection } from "../../connections/connection.ts";
import { constantsIn, registrationsIn, typeOf } from "./go-source.ts";

/** By what the sources there say, tests left out: lines that register, and constants that they may name. */
export async function typesBelow(
	connection: Connection,
	folder: string,
): Promise<{ path: string; type: string }[]> {
	if ((await connection.stat(folder))?.kind !== "folder") return [];
	const { stdout } = await connection.run([
		...["grep", "-rE", "--include=*.go", "--exclude=*_test.go", "-e"],
		"^[^/]*pipeline[.](Add[A-Za-z]+Creator[(]|[A-Z][A-Za-z]+s[[])",
		...["-e", '^[[:space:]]*((const|var)[[:space:]]+)?[A-Za-z_]+[[:space:]]*=[[:space:]]*"[a-z]+_'],
		...["--", folder],
	]);
	const lines = stdout.split("\n").flatMap((line) => {
		const [, path = "", code = ""] = /^(.+?\.go):(.*)$/.exec(line) ?? [];
		return path === "" ? [] : [{ path, code }];
	});
	const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/"));
	const constants = new Map<string, Map<string, string>>();
	const all = constantsIn(lines.map(({ code }) => code).join("\n"));
	for (const { path, code } of lines) {
		const own = constants.get(folderOf(path)) ?? new Map<string, string>();
		for (const [name, text] of constantsIn(code)) own.set(name, text);
		constants.set(folderOf(path), own);
	}
	return lines.flatMap(({ path, code }) =>
		registrationsIn(code).flatMap((each) => {
			const type = typeOf(each, constants.get(folderOf(path)) ?? new Map(), all);
			return type === null ? [] : [{ path, type: `${type.kind} ${type.name}` }];
		}),
	);
}
