import { execFileSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	statSync,
} from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { asOwnerOf, isForeign } from "./as-owner.ts";
import { removeTree } from "./remove-tree.ts";

const uid = 4321;
const gid = 4322;
let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-owner-"));
	chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function foreign(name: string): string {
	const folder = join(root, name);
	mkdirSync(folder);
	chownSync(folder, uid, gid);
	return folder;
}

const rights = () => [process.geteuid?.(), process.getegid?.(), process.getgroups?.()];

describe.skipIf(process.getuid?.() !== 0)("root in somebody else's folder", () => {
	test("has the rights of its owner and no more, and its own again afterwards", async () => {
		const folder = foreign("home");
		const before = rights();
		const seen = await asOwnerOf(folder, async () => {
			await mkdir(join(folder, "made"));
			await writeFile(join(folder, "made/file"), "");
			return rights();
		});
		expect(seen).toEqual([uid, gid, [gid]]);
		expect(rights()).toEqual(before);
		expect(statSync(join(folder, "made/file"))).toMatchObject({ uid, gid });
		await expect(
			asOwnerOf(folder, async () => {
				throw new Error("no");
			}),
		).rejects.toThrow("no");
		expect(rights()).toEqual(before);
	});

	test("can become that owner for good, as the console does: there is no way back", async () => {
		const program = join(root, "become.mjs");
		await build({
			stdin: {
				contents: `import { becomeOwnerOf } from "./as-owner.ts";
					await becomeOwnerOf(process.argv[2]);
					let back = "kept out";
					try { process.setuid(0); back = "root again"; } catch {}
					console.log(JSON.stringify([process.getuid(), process.getgid(), process.getgroups(), back]));`,
				resolveDir: import.meta.dirname,
			},
			...{ outfile: program, bundle: true, format: "esm", platform: "node" },
		});
		const become = (folder: string) =>
			JSON.parse(execFileSync(process.execPath, [program, folder], { encoding: "utf8" }));
		expect(become(foreign("home"))).toEqual([uid, gid, [gid], "kept out"]);
		expect(become(root).slice(0, 2)).toEqual([0, 0]);
	});

	test("of one that is not there yet: of whoever would own it", async () => {
		const folder = join(foreign("home"), "not/there/yet");
		await asOwnerOf(folder, () => mkdir(folder, { recursive: true }));
		expect(statSync(folder)).toMatchObject({ uid, gid });
		expect(await isForeign(folder)).toBe(true);
		expect(await isForeign(join(root, "mine"))).toBe(false);
	});

	test("reaches nothing of root's through a link", async () => {
		const folder = foreign("home");
		const canary = join(root, "canary");
		mkdirSync(canary, { mode: 0o700 });
		await writeFile(join(canary, "file"), "precious");
		await symlink(canary, join(folder, "archives"));
		const write = asOwnerOf(folder, () => writeFile(join(folder, "archives/x"), ""));
		await expect(write).rejects.toMatchObject({ code: "EACCES" });
		expect(existsSync(join(canary, "x"))).toBe(false);
	});

	test("one at a time, and inside of each other", async () => {
		const [one, two] = [foreign("one"), foreign("two")];
		chownSync(two, uid + 1, gid);
		const seen = await Promise.all(
			[one, two, root, one].map((folder) =>
				asOwnerOf(folder, async () => {
					const first = process.geteuid?.();
					await pause(20);
					const inner = await asOwnerOf(folder, () => process.geteuid?.());
					return [first, inner, process.geteuid?.()];
				}),
			),
		);
		expect(seen).toEqual([uid, uid + 1, 0, uid].map((each) => [each, each, each]));
		await expect(asOwnerOf(one, () => asOwnerOf(two, () => 1))).rejects.toThrow(
			/is not of the user/,
		);
	});

	test("never has another user's rights while it does something of its own, however they follow on each other", async () => {
		const folders = [foreign("one"), root, foreign("two"), root, root, foreign("three"), root];
		const seen = await Promise.all(
			[...folders, ...folders].map(async (folder, at) => {
				await pause(at % 5);
				return asOwnerOf(folder, async () => {
					const before = process.geteuid?.();
					await pause(3);
					// Somebody waits for us to end by now, and what is inside of us must not wait for that.
					const inside = await asOwnerOf(folder, async () => {
						await pause(3);
						return process.geteuid?.();
					});
					return [folder === root ? 0 : uid, before, inside, process.geteuid?.()];
				});
			}),
		);
		expect(seen.filter((each) => new Set(each).size > 1)).toEqual([]);
		const failing = asOwnerOf(root, () => Promise.reject(new Error("no")));
		await expect(failing).rejects.toThrow("no");
		expect(await asOwnerOf(folders[0] ?? "", () => process.geteuid?.())).toBe(uid);
		expect(await asOwnerOf(root, () => process.geteuid?.())).toBe(0);
	});

	test.each<[string, (above: string) => void]>([
		["belongs to another user", (above) => chownSync(above, uid + 1, gid)],
		["may be written to by all", (above) => chmodSync(above, 0o777)],
	])("is refused where the folder above %s", async (_, spoil) => {
		const above = join(root, "above");
		mkdirSync(join(above, "home"), { recursive: true });
		chownSync(join(above, "home"), uid, gid);
		spoil(above);
		let done = false;
		const work = asOwnerOf(join(above, "home"), () => {
			done = true;
		});
		await expect(work).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining(above),
			hint: expect.stringContaining("owner"),
		});
		expect(done).toBe(false);
	});
});

test("a tree goes away with its links, and not through them", async () => {
	mkdirSync(join(root, "tree/deep/deeper"), { recursive: true });
	mkdirSync(join(root, "kept"));
	await writeFile(join(root, "kept/file"), "");
	await writeFile(join(root, "tree/deep/file"), "");
	await symlink(join(root, "kept"), join(root, "tree/deep/link"));
	await symlink("nowhere", join(root, "tree/dangling"));
	await removeTree(join(root, "tree"));
	await removeTree(join(root, "tree"));
	await removeTree(join(root, "none/below"));
	expect(existsSync(join(root, "tree"))).toBe(false);
	expect(existsSync(join(root, "kept/file"))).toBe(true);
});
