import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeTree } from "../../../../test/builders/tree.ts";
import { makeZip, rawZip } from "../../../../test/builders/zip.ts";
import { readArchive } from "./read-archive.ts";
import { readFolder } from "./read-folder.ts";
import { unpackArchive } from "./unpack.ts";

let home: string;
let folder: string;
beforeEach(async () => {
	home = await mkdtemp(join(tmpdir(), "graft-unpack-"));
	folder = join(home, "staging");
	await mkdir(folder, { mode: 0o700 });
});
afterEach(() => rm(home, { recursive: true }));

const modeOf = async (path: string) => (await stat(path)).mode & 0o7777;

describe("unpacking", () => {
	it("writes what the archive holds, and nothing else", async () => {
		const archive = readArchive(
			makeZip({ "r/install.php": "<?php", "r/a/b/c": "deep", "r/a/b.txt": "", "r/été": "é" }),
		);
		await unpackArchive(archive, folder);
		const { tree, problems } = await readFolder(folder);
		expect(problems).toEqual([]);
		expect(tree.files).toEqual(archive.files);
		expect(tree.root).toBe("");
	});

	it("gives modes of our own, whatever the archive and the umask say", async () => {
		const attributes = (0o106777 << 16) >>> 0;
		const archive = readArchive(
			rawZip([
				{ name: "setuid", body: "x", says: { attributes } },
				{ name: "a/b", body: "x" },
			]),
		);
		const umask = process.umask(0o077);
		try {
			await unpackArchive(archive, folder);
		} finally {
			process.umask(umask);
		}
		expect(await modeOf(join(folder, "setuid"))).toBe(0o644);
		expect(await modeOf(join(folder, "a"))).toBe(0o755);
		expect(await modeOf(join(folder, "a/b"))).toBe(0o644);
		expect(await modeOf(folder)).toBe(0o700);
	});

	it.each(["../evil", "/evil", "a/../../evil", "a\\..\\evil"])(
		"writes nothing at all where one path is %s",
		async (path) => {
			const tree = makeTree({ "a-good-one": "x", [path]: "x" });
			await expect(unpackArchive(tree, folder)).rejects.toThrow("Not unpacked");
			expect((await readFolder(home)).tree.files.size).toBe(0);
		},
	);

	it("never writes into a folder that holds anything", async () => {
		await symlink("/etc", join(folder, "a"));
		await expect(unpackArchive(makeTree({ "a/b": "x" }), folder)).rejects.toThrow("empty");
	});

	it("leaves what others put there alone", async () => {
		await writeFile(join(folder, "mine"), "kept");
		await expect(unpackArchive(makeTree({ mine: "x" }), folder)).rejects.toThrow("empty");
		expect(await readFile(join(folder, "mine"), "utf8")).toBe("kept");
	});
});
