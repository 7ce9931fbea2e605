import type { NewCommit } from "./repository.ts";

/** What `git fast-import` makes one commit of (its manual page): it prints the commit's id. */
export function importStream(parent: string, { message, author, at, changes }: NewCommit): Buffer {
	const who = `${author.replace(/[<>\p{Cc}]/gu, " ").trim() || "Graft"} <graft@localhost>`;
	const parts: (string | Uint8Array)[] = [
		`commit refs/graft/new\nmark :1\n`,
		`committer ${who} ${Math.floor(at.getTime() / 1000)} +0000\n`,
		...data(new TextEncoder().encode(message)),
		`from ${parent}\n`,
	];
	// First what goes: a file may make way for a folder of its name, or a folder for a file.
	for (const [path, file] of changes) if (file === null) parts.push(`D ${quoted(path)}\n`);
	for (const [path, file] of changes) {
		if (file === null) continue;
		parts.push(`M ${file.executable ? "100755" : "100644"} inline ${quoted(path)}\n`);
		parts.push(...data(file.bytes));
	}
	parts.push("\nget-mark :1\n");
	return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

function data(bytes: Uint8Array): (string | Uint8Array)[] {
	return [`data ${bytes.length}\n`, bytes, "\n"];
}

/** As C would; bytes beyond ASCII stay as they are. */
function quoted(path: string): string {
	return `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
