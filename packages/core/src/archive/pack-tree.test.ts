import { chmod, mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Files } from "../../../../test/builders/tree.ts";
import { packTree } from "./pack-tree.ts";
import { readArchive } from "./read-archive.ts";
import { readSources } from "./read-sources.ts";

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "graft-sources-"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Written {
	readonly mode: number;
	readonly seconds: number;
}

async function write(below: string, files: Files, as?: Written): Promise<void> {
	for (const [path, content] of Object.entries(files)) {
		const full = join(folder, below, path);
		await mkdir(dirname(full), { recursive: true });
		await writeFile(full, content);
		if (as === undefined) continue;
		await chmod(full, as.mode);
		await utimes(full, as.seconds, as.seconds);
	}
}

async function packed(below: string): Promise<Uint8Array> {
	const { tree, problems } = await readSources(join(folder, below));
	expect(problems).toEqual([]);
	return packTree(tree, "probe-1.0");
}

const files: Files = { "install.php": "<?php", "test/run": "#!/bin/sh\n", "é/b": "2", empty: "" };

describe("the archive of a folder", () => {
	it("has the same bytes whatever the times, the modes and the order on the disk", async () => {
		await write("one", files, { mode: 0o600, seconds: 1 });
		const backwards = Object.fromEntries(Object.entries(files).reverse());
		await write("other", backwards, { mode: 0o777, seconds: 2_000_000_000 });
		expect(await packed("other")).toEqual(await packed("one"));
	});

	it("has the folder's files, scripts and programs among them executable", async () => {
		await write("one", { ...files, "bin/x": "\x7fELF\x02" });
		const zip = await packed("one");
		const read = readArchive(zip);
		expect(read.root).toBe("probe-1.0");
		expect([...read.files.keys()]).toEqual(["bin/x", "empty", "install.php", "test/run", "é/b"]);
		expect(modesIn(zip)).toEqual(["100755", "100644", "100644", "100755", "100644"]);
	});

	it("has none of what tools leave there, links and all, and says what that is", async () => {
		await write("one", files);
		const clean = await packed("one");
		const junk = [".git/HEAD", "a/.svn/x", "a/b~", ".install.php.swp", "#x#", "Thumbs.db"];
		const more = ["probe-1.0.zip", "node_modules/.bin/x", "t/__pycache__/x.pyc", "__MACOSX/x"];
		await write("one", Object.fromEntries([...junk, ...more].map((path) => [path, "junk"])));
		await symlink("/etc", join(folder, "one/.#install.php"));
		expect(await packed("one")).toEqual(clean);
		const { leftOut } = await readSources(join(folder, "one"));
		expect(leftOut).toEqual([
			"#x#",
			".#install.php",
			".git",
			".install.php.swp",
			"Thumbs.db",
			"__MACOSX",
			"a/.svn",
			"a/b~",
			"node_modules",
			"probe-1.0.zip",
			"t/__pycache__",
		]);
	});

	it("is not made of links: each is named", async () => {
		await write("one", files);
		await symlink("install.php", join(folder, "one/link"));
		const { problems } = await readSources(join(folder, "one"));
		expect(problems.map(({ code, path }) => [code, path])).toEqual([
			["archive/special-file", "link"],
		]);
	});
});

function modesIn(zip: Uint8Array): string[] {
	const bytes = Buffer.from(zip);
	const modes: string[] = [];
	const mark = "PK\u0001\u0002";
	for (let at = bytes.indexOf(mark, 0, "latin1"); at >= 0; ) {
		modes.push((bytes.readUInt32LE(at + 38) >>> 16).toString(8));
		at = bytes.indexOf(mark, at + 1, "latin1");
	}
	return modes;
}
