import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "@graft/database/project-folder";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeServicesProgram } from "../../../../test/builders/program.ts";
import type { Files } from "../../../../test/builders/tree.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { patient } from "../../../../test/patience.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { importArchive } from "../archives/import-archive.ts";
import { forgetExtension } from "../extensions/forget-extension.ts";
import { listExtensions } from "../extensions/list-extensions.ts";
import { mendFolder } from "../extensions/mend-folder.ts";

/** Ends the process for real, unannounced, at its n-th call that changes a file or folder. */
const killer = `
	import { syncBuiltinESMExports } from "node:module";
	import fs from "node:fs/promises";
	let left = Number(process.env.KILL_AT);
	for (const name of ["rename", "mkdir", "writeFile", "rm", "cp"]) {
		const real = fs[name];
		fs[name] = (...args) => {
			if (String(args[0]).includes(process.env.KILL_BELOW)) {
				left -= 1;
				if (left === 0) process.kill(process.pid, "SIGKILL");
			}
			return real(...args);
		};
	}
	syncBuiltinESMExports();`;

const child = `
	import { readFileSync } from "node:fs";
	import { openContext } from "../open-context.ts";
	import { importArchive } from "../archives/import-archive.ts";
	import { forgetExtension } from "../extensions/forget-extension.ts";
	import { mendFolder } from "../extensions/mend-folder.ts";
	const [verb, argument] = process.argv.slice(2);
	const ctx = await openContext({ env: process.env, actor: { name: "a", role: "administrator" } });
	if (verb === "import") await importArchive({ ctx, input: { bytes: readFileSync(argument) } });
	if (verb === "remove") await forgetExtension({ ctx, input: { id: argument } });
	if (verb === "mend") await mendFolder({ ctx, input: { folder: argument } });
	await ctx.close();`;

const scratch = join(projectFolder(), "node_modules", ".cache", `graft-crash-${process.pid}`);
beforeAll(async () => {
	await makeServicesProgram(join(scratch, "child.mjs"), {
		stdin: { contents: child, resolveDir: import.meta.dirname },
	});
	writeFileSync(join(scratch, "killer.mjs"), killer);
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const extensions = () => instance.env.EXTENSIONS_DIR;

/** True where it came to its end. */
function runKilled(killAt: number, ...args: string[]): boolean {
	const { status, signal, stderr } = spawnSync(
		process.execPath,
		["--import", join(scratch, "killer.mjs"), join(scratch, "child.mjs"), ...args],
		{
			env: {
				...process.env,
				...instance.env,
				KILL_AT: String(killAt),
				KILL_BELOW: instance.root,
			},
			encoding: "utf8",
		},
	);
	if (signal !== "SIGKILL" && status !== 0) throw new Error(stderr);
	return signal !== "SIGKILL";
}

/** Every file below EXTENSIONS_DIR, as one text for each folder. */
function folders(): Record<string, string> {
	const names = readdirSync(extensions()).sort();
	return Object.fromEntries(names.map((name) => [name, contentOf(join(extensions(), name))]));
}

function contentOf(folder: string): string {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name))
		.sort()
		.map((path) => `${path.slice(folder.length)}\n${readFileSync(path, "utf8")}`)
		.join("\n");
}

function writeFolder(name: string, files: Files): void {
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(join(extensions(), name, path, ".."), { recursive: true });
		writeFileSync(join(extensions(), name, path), content);
	}
}

function staged(): string[] {
	const folder = join(instance.env.GRAFT_HOME, "staging");
	return existsSync(folder) ? readdirSync(folder) : [];
}

async function sound(): Promise<void> {
	const ctx = await instance.open();
	const found = await listExtensions({ ctx, input: {} });
	expect(found.extensions.flatMap(({ problems }) => problems.map(({ code }) => code))).not.toEqual(
		expect.arrayContaining([expect.stringMatching(/^extension\/(changed|folder)/)]),
	);
	expect(await ctx.database.operation.count({ where: { state: "running" } })).toBe(0);
	expect(staged()).toEqual([]);
	await ctx.close();
}

/** Walks every point; between death and the next start a folder may be away, but never half there. */
async function walk(
	before: () => Promise<void>,
	wholes: { before: Record<string, string>; after: Record<string, string> },
	...args: string[]
): Promise<number> {
	const known = new Set(
		[...Object.entries(wholes.before), ...Object.entries(wholes.after)].map(String),
	);
	for (let point = 1; ; point++) {
		await before();
		const ended = runKilled(point, ...args);
		for (const entry of Object.entries(folders())) expect(known).toContain(String(entry));
		if (ended) {
			expect(folders()).toEqual(wholes.after);
			return point - 1;
		}
		await sound();
		expect([wholes.before, wholes.after]).toContainEqual(folders());
	}
}

async function reset(files: Record<string, Files>): Promise<void> {
	const ctx = instance.ctx;
	await ctx.database.extension.deleteMany();
	rmSync(extensions(), { recursive: true });
	mkdirSync(extensions());
	for (const [name, content] of Object.entries(files)) writeFolder(name, content);
}

describe("a process that is killed at any point leaves a folder whole, and the next start settles it", {
	timeout: patient(600_000),
}, () => {
	const old = { ...ocsFiles(), "old.txt": "old" };
	const newer = ocsFiles({ version: "2.0" });
	let wholeOld: Record<string, string>;
	let wholeNew: Record<string, string>;
	let zip: string;
	beforeEach(async () => {
		await reset({ probe: old });
		wholeOld = folders();
		await reset({ probe: newer });
		wholeNew = folders();
		await reset({});
		zip = join(instance.root, "newer.zip");
		writeFileSync(zip, makeZip(newer));
	});

	const importOld = () =>
		importArchive({ ctx: instance.ctx, input: { bytes: makeZip(old) } }).then(() => undefined);

	test("first import", async () => {
		const points = await walk(() => reset({}), { before: {}, after: wholeNew }, "import", zip);
		expect(points).toBeGreaterThan(8);
	});

	test("upgrade", async () => {
		const before = async () => {
			await reset({});
			await importOld();
		};
		const points = await walk(before, { before: wholeOld, after: wholeNew }, "import", zip);
		expect(points).toBeGreaterThan(8);
	});

	test("removal", async () => {
		const before = async () => {
			await reset({});
			await importOld();
		};
		const points = await walk(before, { before: wholeOld, after: {} }, "remove", "probe");
		expect(points).toBeGreaterThan(3);
	});

	test("adoption of a folder that came by hand", async () => {
		const before = { "probe-master": wholeOld.probe ?? "" };
		const points = await walk(
			() => reset({ "probe-master": old }),
			{ before, after: wholeOld },
			"mend",
			"probe-master",
		);
		expect(points).toBeGreaterThan(8);
	});

	test("setting a folder aside", async () => {
		const before = { junk: "/x\ny" };
		const points = await walk(
			() => reset({ junk: { x: "y" } }),
			{ before, after: {} },
			"mend",
			"junk",
		);
		expect(points).toBeGreaterThan(3);
	});
});

test("the lock of a dead process is no obstacle, that of a living one is waited for", async () => {
	await importArchive({ ctx: instance.ctx, input: { bytes: makeZip(ocsFiles()) } });
	const { pid } = spawnSync(process.execPath, ["-e", ""]);
	const machine = JSON.parse((await instance.ctx.database.operation.findFirstOrThrow()).process);
	await instance.ctx.database.operation.create({
		data: {
			id: "dead",
			kind: "import",
			extensionId: "probe",
			actor: "somebody",
			state: "running",
			startedAt: new Date(),
			process: JSON.stringify({ ...machine, pid }),
		},
	});
	await forgetExtension({ ctx: instance.ctx, input: { id: "probe" } });
	const dead = await instance.ctx.database.operation.findUniqueOrThrow({ where: { id: "dead" } });
	expect(dead).toMatchObject({ state: "failed" });
	expect(dead.outcome).toContain("ended before");
});

test("what a verb of this process could not finish is put back at once", async () => {
	await importArchive({ ctx: instance.ctx, input: { bytes: makeZip(ocsFiles()) } });
	const before = folders();
	writeFolder("probe-copy", { "install.php": "<?php" });
	writeFileSync(join(instance.env.GRAFT_HOME, "set-aside"), "a file in the way");
	await expect(
		mendFolder({ ctx: instance.ctx, input: { folder: "probe-copy" } }),
	).rejects.toThrow();
	expect(folders()).toEqual({ ...before, "probe-copy": "/install.php\n<?php" });
	expect(staged()).toEqual([]);
});
