import { GraftError } from "../domain/errors.ts";
import type { Problem } from "../domain/problem.ts";
import { type Budget, budgetOf, readInner } from "./inner-zips.ts";
import type { Part } from "./part.ts";

/** The folder or zip that `root` names, with or without the root folder that was taken off; undefined where there is none. */
export function partAt(whole: Omit<Part, "folder">, root: string): Part | undefined {
	const path = root
		.replaceAll("\\", "/")
		.split("/")
		.filter((segment) => segment !== "" && segment !== ".")
		.join("/");
	return resolve(whole, path, "", 1, budgetOf(whole.archive));
}

function resolve(
	{ zip, archive }: Omit<Part, "folder">,
	path: string,
	where: string,
	depth: number,
	budget: Budget,
): Part | undefined {
	if (path === "" || path === archive.root) return { zip, archive, folder: "" };
	const full = `${archive.root}/`;
	const wholly = archive.root !== "" && path.startsWith(full) ? [path.slice(full.length)] : [];
	for (const inside of [...wholly, path]) {
		if ([...archive.files.keys()].some((file) => file.startsWith(`${inside}/`))) {
			return { zip, archive, folder: inside };
		}
		const [file] = pathsTo(inside).flatMap((each) => archive.files.get(each) ?? []);
		if (file === undefined) continue;
		const at = [where, file.path].filter((part) => part !== "").join("/");
		const inner = readInner(file, at, depth, budget);
		if (!("files" in inner)) throw unreadable(at, inner);
		const rest = inside.slice(file.path.length + 1);
		return resolve({ zip: file.bytes, archive: inner }, rest, at, depth + 1, budget);
	}
	return undefined;
}

/** `a/b` itself and what it would lie in: `a`, `a/b`. */
function pathsTo(path: string): string[] {
	const segments = path.split("/");
	return segments.map((_, at) => segments.slice(0, at + 1).join("/"));
}

function unreadable(path: string, problems: readonly Problem[]): GraftError {
	const [first] = problems;
	return new GraftError("refused", `${path} in the archive is refused. ${first?.message ?? ""}`, {
		hint: first?.hint ?? "",
		problems,
	});
}
