import { countOf, formatCount } from "../domain/counts.ts";
import type { Problem } from "../domain/problem.ts";
import type { ArchiveCode } from "./codes.ts";
import type { ArchiveLimits } from "./limits.ts";
import { archiveProblem, shown } from "./problems.ts";

/** Control characters, line and paragraph ends, and broken text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\ufffd]/u;

/** Everything that is wrong with one relative path of a file, `/` between the segments; without a final slash. */
export function pathProblems(path: string, limits: ArchiveLimits): Problem[] {
	const problems: Problem[] = [];
	const say = (code: ArchiveCode, message: string) =>
		problems.push(archiveProblem(code, path, message));
	const name = `The name ${shown(path)}`;
	const segments = path.split("/");

	if (path.startsWith("/")) say("archive/entry-outside", `${name} is absolute.`);
	if (/^[A-Za-z]:/.test(path)) say("archive/entry-outside", `${name} starts with a drive letter.`);
	else if (path.includes(":")) say("archive/bad-name", `${name} holds a colon.`);
	if (path.split(/[/\\]/).includes("..")) {
		say("archive/entry-outside", `${name} leads out of its folder by "..".`);
	}
	if (path.includes("\\")) {
		say(
			"archive/backslash",
			`${name} holds a backslash, which only Windows takes for a separator.`,
		);
	}
	if (UNPRINTABLE.test(path)) {
		say("archive/bad-name", `${name} holds control characters, or text that is broken.`);
	}
	if (segments.slice(path.startsWith("/") ? 1 : 0).some((segment) => /^\.?$/.test(segment))) {
		say("archive/bad-name", `${name} has a folder "." or one without a name.`);
	}
	problems.push(...sizeProblems(path, segments, limits));
	return problems;
}

function sizeProblems(path: string, segments: readonly string[], limits: ArchiveLimits): Problem[] {
	const problems: Problem[] = [];
	const longest = Math.max(...segments.map((segment) => Buffer.byteLength(segment)));
	if (longest > limits.nameBytes) {
		const message = `A name of ${countOf(longest, "byte")}; at most ${formatCount(limits.nameBytes)} are allowed.`;
		problems.push(archiveProblem("archive/name-too-long", path, message));
	}
	const whole = Buffer.byteLength(path);
	if (whole > limits.pathBytes) {
		const message = `A path of ${countOf(whole, "byte")}; at most ${formatCount(limits.pathBytes)} are allowed.`;
		problems.push(archiveProblem("archive/name-too-long", path, message));
	}
	if (segments.length > limits.depth) {
		const message = `${countOf(segments.length, "level")} of folders; at most ${formatCount(limits.depth)} are allowed.`;
		problems.push(archiveProblem("archive/too-deep", path, message));
	}
	return problems;
}

/**
 * Paths that could not lie beside each other everywhere: the same twice, told apart by case or by the form of
 * their letters alone (macOS and Windows take those for one), or a file where another needs a folder.
 * Folders end in a slash.
 */
export function clashes(paths: readonly string[]): Problem[] {
	const problems: Problem[] = [];
	const files = new Map<string, string>();
	const folders = new Set<string>();
	for (const path of paths) {
		const isFolder = path.endsWith("/");
		const key = isFolder ? path : folded(path);
		const other = isFolder ? (folders.has(key) ? path : undefined) : files.get(key);
		if (other !== undefined) {
			const message =
				other === path
					? `${shown(path)} is there twice.`
					: `${shown(path)} and ${shown(other)} are the same name where upper and lower case, or the form of letters, do not matter.`;
			problems.push(archiveProblem("archive/duplicate-name", path, message));
		}
		if (isFolder) folders.add(key);
		else files.set(key, path);
	}
	for (const path of paths) {
		const file = foldersOf(path).map((folder) => files.get(folded(folder)));
		const clash = file.find((name) => name !== undefined);
		if (clash === undefined) continue;
		const message = `${shown(clash)} is a file, and ${shown(path)} needs a folder of that name.`;
		problems.push(archiveProblem("archive/file-and-folder", path, message));
	}
	return problems;
}

/** Upper case first: it brings ß to SS and the long s to S, as file systems do. */
function folded(path: string): string {
	return path.normalize("NFC").toUpperCase().toLowerCase().normalize("NFC");
}

/** `a/b/c` lies in `a` and `a/b`; the folder `a/b/` also in itself. */
function foldersOf(path: string): string[] {
	const segments = path.split("/").slice(0, -1);
	return segments.map((_, index) => segments.slice(0, index + 1).join("/"));
}
