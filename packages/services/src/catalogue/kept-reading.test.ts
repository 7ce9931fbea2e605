import { appendFileSync, chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Extension } from "@graft/core/domain/extension";
import type { Prisma } from "@graft/database/generated/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import type { Files } from "../../../../test/builders/tree.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { shorthands } from "../../test/shorthands.ts";
import { readKeptAgain } from "./archive-store.ts";

let instance: Instance;
let sha256: string;
let neighbours: Extension[];
beforeEach(async () => {
	instance = await makeInstance();
	vi.stubGlobal("GRAFT_READER", "one reader");
	neighbours = [];
});
afterEach(async () => {
	vi.unstubAllGlobals();
	vi.unstubAllEnvs();
	await instance.dispose();
});

const { importFiles, home } = shorthands(() => instance);
const rows = () => instance.ctx.database.keptReading.findMany();

async function importOne(files: Files): Promise<void> {
	const before = await instance.ctx.database.archive.findMany();
	await importFiles(files);
	const known = new Set(before.map((row) => row.sha256));
	const after = await instance.ctx.database.archive.findMany();
	sha256 = after.find((row) => !known.has(row.sha256))?.sha256 ?? "";
}

/** Whether the archive was read again for it, and what was found in it. */
async function look() {
	let again = false;
	const { ctx } = instance;
	const runTask: typeof ctx.runTask = (name, ...input) => {
		again ||= name === "readKeptAgain";
		return ctx.runTask(name, ...input);
	};
	const { archive, reading } = await readKeptAgain({ ...ctx, runTask }, sha256, neighbours);
	return { again, archive, reading };
}

/** A program, by its bytes, that gives no verdict on anything. */
function putPhp(content: string): void {
	const folder = join(instance.root, "bin");
	mkdirSync(folder, { recursive: true });
	rmSync(join(folder, "php"), { force: true });
	writeFileSync(join(folder, "php"), content);
	chmodSync(join(folder, "php"), 0o755);
	vi.stubEnv("PATH", folder);
}

const changes: Readonly<Record<string, () => Promise<void> | void>> = {
	"another archive": () => importOne(panoptesFiles({ version: "2.0" })),
	"other neighbours": async () => {
		const { reading } = await look();
		if (reading.extension !== null) neighbours = [{ ...reading.extension, id: "other" }];
	},
	"a PHP that came": () => putPhp("\x7fELF one"),
	"another reader": () => void vi.stubGlobal("GRAFT_READER", "another reader"),
};

test.each(Object.entries(changes))(
	"a kept archive is read once, and again for %s",
	async (_, change) => {
		vi.stubEnv("PATH", join(instance.root, "nowhere"));
		await importOne(panoptesFiles());
		const first = await look();
		expect(first.again).toBe(true);
		expect(await look()).toEqual({ ...first, again: false });
		await change();
		expect((await look()).again).toBe(true);
		expect((await look()).again).toBe(false);
	},
);

test("and again for another PHP, also where that looks the same", async () => {
	putPhp("\x7fELF one");
	await importOne(panoptesFiles());
	await look();
	expect((await look()).again).toBe(false);
	putPhp("\x7fELF two");
	expect((await look()).again).toBe(true);
	expect((await look()).again).toBe(false);
});

test("also where the PHP of this machine is asked, if there is one", async () => {
	await importOne(ocsFiles());
	const first = await look();
	expect(await look()).toEqual({ ...first, again: false });
});

test.each([
	["gave no verdict", "\x7fELF"],
	["is a script, which may start another one the next time", "#!/bin/sh\nexit 0\n"],
])("nothing is kept where PHP %s", async (_, content) => {
	putPhp(content);
	await importOne(ocsFiles());
	await look();
	expect((await look()).again).toBe(true);
	expect(await rows()).toEqual([]);
});

test("nothing is kept where nobody can tell who reads", async () => {
	vi.unstubAllGlobals();
	await importOne(panoptesFiles());
	await look();
	expect((await look()).again).toBe(true);
	expect(await rows()).toEqual([]);
});

test("an archive that was changed is refused, though its reading is kept", async () => {
	await importOne(panoptesFiles());
	await look();
	expect((await look()).again).toBe(false);
	appendFileSync(home("archives", `${sha256}.zip`), "x");
	await expect(look()).rejects.toMatchObject({ name: "GraftError", kind: "refused" });
});

test.each<[string, (reading: Prisma.JsonObject) => string]>([
	["is no JSON any more", () => "{"],
	["is of another shape", () => JSON.stringify({ extension: { format: 2 }, problems: [] })],
	["has other problems", (reading) => JSON.stringify({ ...reading, problems: [{ code: "x" }] })],
	[
		"is of a newer format",
		({ extension }) =>
			JSON.stringify({ extension: { ...(extension as object), format: 99 }, problems: [] }),
	],
])("one that %s is read again", async (_, broken) => {
	await importOne(panoptesFiles());
	const first = await look();
	const [row] = await rows();
	const text = broken(row?.reading as Prisma.JsonObject);
	await instance.ctx.database.$executeRaw`UPDATE KeptReading SET reading = ${text}`;
	expect(await look()).toEqual(first);
	expect((await look()).again).toBe(false);
});
