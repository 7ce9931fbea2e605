import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openLocal } from "../connections/local/open-local.ts";
import { isTrustedProgram, ownUid } from "./trusted-program.ts";

const connection = openLocal("/unused");
const isRoot = process.getuid?.() === 0;
let root: string;
let program: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-program-"));
	mkdirSync(join(root, "bin"), { mode: 0o755 });
	program = join(root, "bin/python3");
	writeFileSync(program, "", { mode: 0o755 });
});
afterEach(() => rmSync(root, { recursive: true }));

const isTrusted = async (path: string) =>
	isTrustedProgram(connection, path, await ownUid(connection));

test("a program of ours, or of root, is", async () => {
	expect(await isTrusted(program)).toBe(true);
	symlinkSync(program, join(root, "bin/python"));
	expect(await isTrusted(join(root, "bin/python"))).toBe(true);
});

test.each<[string, () => string]>([
	["that is not there", () => `${program}9`],
	["without a path", () => "python3"],
	["by a detour", () => `${root}/bin/../bin/python3`],
	[
		"that others can write to",
		() => {
			chmodSync(program, 0o775);
			return program;
		},
	],
	[
		"in a folder that others can write to",
		() => {
			chmodSync(join(root, "bin"), 0o777);
			return program;
		},
	],
])("a program %s is not", async (_, path) => {
	expect(await isTrusted(path())).toBe(false);
});

test.skipIf(!isRoot)("a program of another user, or in that user's folder, is not", async () => {
	chownSync(program, 4321, 4321);
	expect(await isTrusted(program)).toBe(false);
	chownSync(program, 0, 0);
	expect(await isTrusted(program)).toBe(true);
	chownSync(join(root, "bin"), 4321, 4321);
	expect(await isTrusted(program)).toBe(false);
});
