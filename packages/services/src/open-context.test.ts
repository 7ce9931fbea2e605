import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withDirect } from "@graft/database/direct";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../test/builders/ocs-files.ts";
import { panoptesFiles } from "../../../test/builders/panoptes-files.ts";
import { makeZip } from "../../../test/builders/zip.ts";
import { administrator } from "../test/instance.ts";
import { importArchive } from "./archives/import-archive.ts";
import { pathsFrom } from "./context/paths.ts";
import { listExtensions } from "./extensions/list-extensions.ts";
import { type OpenContext, openContext } from "./open-context.ts";

let root: string;
let opened: OpenContext[];
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-context-"));
	opened = [];
});
afterEach(async () => {
	for (const ctx of opened) await ctx.close();
	rmSync(root, { recursive: true, force: true });
});

async function open(env: Record<string, string>): Promise<OpenContext> {
	const ctx = await openContext({ env, actor: administrator });
	opened.push(ctx);
	return ctx;
}

const places = () => ({
	GRAFT_HOME: join(root, "home"),
	EXTENSIONS_DIR: join(root, "extensions"),
});

const importSample = (ctx: OpenContext) =>
	importArchive({ ctx, input: { bytes: makeZip(ocsFiles()) } });

describe("openContext", () => {
	test("makes a private home with a database, wherever it is told to", async () => {
		await open({ GRAFT_HOME: join(root, "deep", "home") });
		expect(statSync(join(root, "deep", "home")).mode & 0o777).toBe(0o700);
		expect(existsSync(join(root, "deep", "home", "graft.db"))).toBe(true);
	});

	test("refuses a database of a newer version with what to do, and changes nothing", async () => {
		await (await openContext({ env: places(), actor: administrator })).close();
		const path = join(root, "home", "graft.db");
		withDirect(`file:${path}`, (database) =>
			database.exec(`INSERT INTO _prisma_migrations (id, checksum, migration_name)
				VALUES ('1', '', '99990101000000_later')`),
		);
		const before = readFileSync(path);
		await expect(open(places())).rejects.toMatchObject({
			name: "GraftError",
			kind: "refused",
			message: expect.stringMatching(
				/home.graft\.db cannot be used: a newer version of Graft made it/,
			),
			hint: "Install the newer version again.",
		});
		expect(readFileSync(path).equals(before)).toBe(true);
		expect(readdirSync(join(root, "home"))).toEqual(["graft.db"]);
	});

	test("makes a home private that is not", async () => {
		mkdirSync(join(root, "home"));
		chmodSync(join(root, "home"), 0o755);
		await open(places());
		expect(statSync(join(root, "home")).mode & 0o777).toBe(0o700);
	});

	test("keeps the database where DATABASE_URL says", async () => {
		await open({ ...places(), DATABASE_URL: `file:${join(root, "elsewhere.db")}` });
		expect(existsSync(join(root, "elsewhere.db"))).toBe(true);
		expect(existsSync(join(root, "home", "graft.db"))).toBe(false);
	});

	test.each([
		["a database that is none", () => writeFileSync(join(root, "bad.db"), "x".repeat(5_000))],
		["a folder", () => mkdirSync(join(root, "bad.db"))],
	])("refuses %s with one clear message", async (_, make) => {
		make();
		const env = { ...places(), DATABASE_URL: `file:${join(root, "bad.db")}` };
		await expect(openContext({ env, actor: administrator })).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("bad.db"),
			hint: expect.stringContaining("DATABASE_URL"),
		});
	});

	test("refuses a database in a folder that is not there", async () => {
		const env = { ...places(), DATABASE_URL: `file:${join(root, "nowhere", "graft.db")}` };
		await expect(openContext({ env, actor: administrator })).rejects.toMatchObject({
			kind: "refused",
			hint: expect.stringContaining("DATABASE_URL"),
		});
	});

	test("refuses a database of another kind", async () => {
		const env = { ...places(), DATABASE_URL: "mysql://localhost/graft" };
		await expect(openContext({ env, actor: administrator })).rejects.toMatchObject({
			kind: "refused",
		});
	});

	test("two instances never meet", async () => {
		const one = await open({ GRAFT_HOME: join(root, "1"), EXTENSIONS_DIR: join(root, "e1") });
		const two = await open({ GRAFT_HOME: join(root, "2"), EXTENSIONS_DIR: join(root, "e2") });
		await importSample(one);
		expect((await listExtensions({ ctx: two, input: {} })).extensions).toEqual([]);
	});
});

test("what is left out lies in the folder of the program", () => {
	const { home, extensions, databaseUrl } = pathsFrom({});
	expect(home.endsWith("/var")).toBe(true);
	expect(extensions).toBe(join(home, "..", "extensions"));
	expect(databaseUrl).toBe(`file:${join(home, "graft.db")}`);
});

describe.skipIf(process.getuid?.() !== 0)("run by root, as sudo does", () => {
	test("everything gets the owner of the folder that it is in", async () => {
		// Its owner comes to it: otherwise it were nobody's to share.
		chmodSync(root, 0o755);
		for (const name of ["home", "extensions"]) {
			mkdirSync(join(root, name));
			chownSync(join(root, name), 1234, 1235);
		}
		await importSample(await open(places()));
		const foreign = readdirSync(root, { recursive: true, encoding: "utf8" })
			.map((path) => ({ path, ...statSync(join(root, path)) }))
			.filter(({ uid, gid }) => uid !== 1234 || gid !== 1235);
		expect(foreign.map(({ path }) => path)).toEqual([]);
	});
});

test("OCS's own folder takes nothing that is meant for another system", async () => {
	const own = join(root, "ocsinventory-reports", "extensions");
	mkdirSync(own, { recursive: true });
	const ctx = await open({ ...places(), EXTENSIONS_DIR: own });
	await importSample(ctx);
	const bytes = makeZip(panoptesFiles());
	await expect(importArchive({ ctx, input: { bytes } })).rejects.toMatchObject({
		kind: "refused",
		hint: expect.stringContaining("EXTENSIONS_DIR"),
	});
	expect(readdirSync(own)).toEqual(["probe"]);
});

const otherDisk = "/dev/shm";
const hasOtherDisk = existsSync(otherDisk) && statSync(otherDisk).dev !== statSync(tmpdir()).dev;

describe.skipIf(!hasOtherDisk)("an EXTENSIONS_DIR on another file system (needs /dev/shm)", () => {
	test("is changed by renames all the same, and nothing is left beside it", async () => {
		const disk = mkdtempSync(join(otherDisk, "graft-"));
		try {
			const ctx = await open({ ...places(), EXTENSIONS_DIR: join(disk, "extensions") });
			await importSample(ctx);
			writeFileSync(join(disk, "extensions", "probe", "README.md"), "changed");
			await importArchive({ ctx, input: { bytes: makeZip(ocsFiles({ version: "2.0" })) } });
			expect(readdirSync(disk)).toEqual(["extensions"]);
			expect(readdirSync(join(disk, "extensions"))).toEqual(["probe"]);
			expect(readdirSync(join(root, "home", "set-aside"))).toHaveLength(1);
		} finally {
			rmSync(disk, { recursive: true });
		}
	});
});
