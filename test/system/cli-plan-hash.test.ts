import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import type { Files } from "../builders/tree.ts";
import { type Instance, makeInstance } from "./command-line.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

const page = "ms_probe/ms_probe.php";
const other = (content: string): Files => ({ ...ocsFiles(), [page]: content });
const server = () => ["--server", "local", "--server-dir", instance.serverDir, "--no-reload"];
const zip = (name: string, files: Files) =>
	instance.zip(name, files as Record<string, string | Uint8Array>);

async function hashOf(...args: string[]): Promise<string> {
	const { value } = await instance.json<{ hash: string }>(args);
	expect(value.hash).toMatch(/^[0-9a-f]{64}$/);
	return value.hash;
}

/** Refused, and not a file anywhere is another one than before. */
async function expectRefused(...args: string[]): Promise<void> {
	const before = await Promise.all([
		instance.snapshot(instance.serverDir),
		instance.snapshot(join(instance.folder, "extensions")).catch(() => "none"),
	]);
	const { code, stderr } = await instance.run(args);
	expect([code, stderr]).toEqual([3, expect.stringContaining("not the one that you agreed to")]);
	expect([
		await instance.snapshot(instance.serverDir),
		await instance.snapshot(join(instance.folder, "extensions")).catch(() => "none"),
	]).toEqual(before);
}

describe("what was agreed to is the whole archive", () => {
	it("install of another one with the same server part is refused, and not imported either", async () => {
		const agreed = await zip("a.zip", other("<?php // a"));
		const hash = await hashOf("plan", agreed, ...server());
		const changed = await zip("b.zip", other("<?php // b"));
		await expectRefused("install", changed, ...server(), "--plan", hash);
		await expectRefused("install", await zip("c.zip", ocsFiles()), ...server(), "--plan", hash);
		const { code, stderr } = await instance.run(["install", agreed, ...server(), "--plan", hash]);
		expect([code, stderr]).toEqual([0, expect.any(String)]);
	});

	it("so is that of a version which was imported since", async () => {
		await instance.run(["import", await zip("a.zip", other("<?php // a"))]);
		const hash = await hashOf("plan", "probe", ...server());
		await instance.run(["import", await zip("b.zip", other("<?php // b"))]);
		await expectRefused("install", "probe", ...server(), "--plan", hash);
		await instance.run(["import", await zip("a.zip", other("<?php // a"))]);
		expect((await instance.run(["install", "probe", ...server(), "--plan", hash])).code).toBe(0);
	});

	it("so is one whose folder somebody changed since, also where that was accepted once", async () => {
		await instance.run(["import", await zip("a.zip", other("<?php // a"))]);
		const hash = await hashOf("plan", "probe", ...server());
		writeFileSync(join(instance.folder, "extensions/probe", page), "<?php // changed");
		const accept = ["--accept", "extension/changed-on-disk"];
		await expectRefused("install", "probe", ...server(), ...accept, "--plan", hash);
	});

	it("remove takes no other folder than the one that was looked at", async () => {
		await instance.run(["import", await zip("a.zip", other("<?php // a"))]);
		const hash = await hashOf("remove", "probe", "--dry-run");
		await instance.run(["import", await zip("b.zip", other("<?php // b"))]);
		await expectRefused("remove", "probe", "--plan", hash);
		const folder = join(instance.folder, "extensions/probe/mine");
		const again = await hashOf("remove", "probe", "--dry-run");
		mkdirSync(folder);
		writeFileSync(join(folder, "notes.php"), "<?php // mine");
		await expectRefused("remove", "probe", "--plan", again);
	});
});
