import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Files, makeTree } from "../../../../test/builders/tree.ts";
import { readFolder } from "./read-folder.ts";

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "graft-folder-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function write(files: Files): Promise<void> {
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
}

async function codes(...given: Parameters<typeof readFolder> | []) {
	const { problems } = await readFolder(given[0] ?? folder, given[1]);
	return problems.map(({ code, path }) => `${code} ${path}`);
}

describe("a folder on disk", () => {
	it("is read like an archive of the same files, without what macOS leaves behind", async () => {
		const files = { "install.php": "<?php", "APACHE/Map.pm": "1;", empty: "", "é/b": "2" };
		await write({ ...files, ".DS_Store": "x", "a/.DS_Store": "x", "__MACOSX/x": "x" });
		await write({ "a/Icon\r": "", "APACHE/._Map.pm": "x", "a/__MACOSX/b/x": "x", "._x/y": "x" });
		expect(await readFolder(folder)).toEqual({ tree: makeTree(files), problems: [] });
	});

	it("keeps its folders where they all lie in one", async () => {
		await write({ "one/a": "" });
		expect([...(await readFolder(folder)).tree.files.keys()]).toEqual(["one/a"]);
	});

	it("is never left by a link, be it to a file, a folder or itself", async () => {
		await write({ a: "x" });
		await symlink("/etc/passwd", join(folder, "file"));
		await symlink("/etc", join(folder, "folder"));
		await symlink(".", join(folder, "self"));
		const { tree, problems } = await readFolder(folder);
		expect([...tree.files.keys()]).toEqual(["a"]);
		expect(problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
			"archive/special-file file",
			"archive/special-file folder",
			"archive/special-file self",
		]);
	});

	it("must not be a link itself, nor a file, nor missing", async () => {
		await write({ file: "x" });
		await symlink(folder, join(folder, "link"));
		for (const name of ["link", "file", "missing"]) {
			await expect(readFolder(join(folder, name))).rejects.toMatchObject({ kind: "not-found" });
		}
	});

	it("is read without waiting for a pipe or a socket in it", async () => {
		expect(spawnSync("mkfifo", [join(folder, "pipe")]).status).toBe(0);
		const server = createServer();
		await new Promise<void>((done) => server.listen(join(folder, "socket"), done));
		try {
			expect(await codes()).toEqual(["archive/special-file pipe", "archive/special-file socket"]);
		} finally {
			await new Promise((done) => server.close(done));
		}
	});

	it("is refused for names that no archive may have", async () => {
		await write({ "a\\b": "", "cc:": "", "d\u001b[2J": "", "E/x": "", e: "" });
		await writeFile(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xe9])]), "");
		expect(await codes()).toEqual([
			"archive/backslash a\\b",
			"archive/bad-name cc:",
			"archive/bad-name d\\x1b[2J",
			"archive/name-not-utf8 é",
			"archive/file-and-folder E/x",
		]);
	});

	it.each([
		[{ entries: 3 }, { entries: 2 }, "archive/too-many-entries "],
		[{ depth: 2 }, { depth: 1 }, "archive/too-deep a/b"],
		[{ nameBytes: 3 }, { nameBytes: 2 }, "archive/name-too-long ccc"],
		[{ totalBytes: 10 }, { totalBytes: 9 }, "archive/too-large ccc"],
	])("has the limits of an archive: %o passes, %o does not", async (enough, less, code) => {
		await write({ "a/b": "12345", ccc: "67890" });
		expect(await codes(folder, enough)).toEqual([]);
		expect(await codes(folder, less)).toEqual([code]);
	});

	it("is read as far as we may, and says what we may not", async () => {
		await write({ closed: "x", open: "x", "locked/a": "x" });
		await chmod(folder, 0o755);
		await chmod(join(folder, "closed"), 0);
		await chmod(join(folder, "locked"), 0);
		await asNobody(async () => {
			const { tree } = await readFolder(folder);
			expect([...tree.files.keys()]).toEqual(["open"]);
			expect(await codes()).toEqual(["archive/unreadable closed", "archive/unreadable locked/"]);
		});
		await chmod(join(folder, "locked"), 0o700);
	});
});

/** root may read everything, so it steps down for a while; others already are somebody who may not. */
async function asNobody(look: () => Promise<void>): Promise<void> {
	const isRoot = process.getuid?.() === 0;
	if (isRoot) process.seteuid?.(65534);
	try {
		await look();
	} finally {
		if (isRoot) process.seteuid?.(0);
	}
}
