import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeFolders } from "./make-folders.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-folders-"));
});
afterEach(() => rmSync(root, { recursive: true }));

test("makes what is missing on the way, and says where that began", async () => {
	expect(await makeFolders(join(root, "a/b/c"), 0o700)).toBe(join(root, "a"));
	expect(statSync(join(root, "a/b/c")).mode & 0o777).toBe(0o700);
	expect(await makeFolders(join(root, "a/b/c"))).toBeUndefined();
});

test("refuses where a file is in the way", async () => {
	writeFileSync(join(root, "file"), "");
	for (const path of ["file", "file/below", "file/below/further"])
		await expect(makeFolders(join(root, path))).rejects.toMatchObject({ kind: "refused" });
});

test("comes back from a place that takes no folders", async () => {
	await expect(makeFolders("/proc/graft/below")).rejects.toThrow();
});
