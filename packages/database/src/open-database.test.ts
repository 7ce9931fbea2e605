import { execFile } from "node:child_process";
import {
	appendFileSync,
	chmodSync,
	cpSync,
	mkdirSync,
	mkdtempSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { projectFolder } from "./project-folder.ts";

const run = promisify(execFile);
const project = projectFolder();
const migrations = join(project, "prisma", "migrations");

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-database-"));
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

const prisma = (...args: string[]) =>
	run(process.execPath, ["node_modules/prisma/build/index.js", ...args], {
		cwd: project,
		env: { ...process.env, DATABASE_URL: `file:${join(folder, "graft.db")}` },
	});

describe("openDatabase", () => {
	test("makes a new database that Prisma's own CLI finds up to date", async () => {
		const database = await openDatabase(`file:${join(folder, "graft.db")}`);
		await database.server.create({
			data: { id: "1", label: "local", address: {}, createdAt: new Date() },
		});
		await database.$disconnect();

		const { stdout } = await prisma("migrate", "status");
		expect(stdout).toContain("Database schema is up to date");
	});

	test("keeps what is there when opened again", async () => {
		const url = `file:${join(folder, "graft.db")}`;
		const first = await openDatabase(url);
		await first.server.create({
			data: { id: "1", label: "local", address: {}, createdAt: new Date() },
		});
		await first.$disconnect();
		const second = await openDatabase(url);
		expect(await second.server.count()).toBe(1);
		await second.$disconnect();
	});

	test("writes ahead, flushes as WAL needs it, and holds foreign keys", async () => {
		const database = await openDatabase(`file:${join(folder, "graft.db")}`);
		const pragma = (name: string) => database.$queryRawUnsafe<object[]>(`PRAGMA ${name}`);
		expect(await pragma("journal_mode")).toEqual([{ journal_mode: "wal" }]);
		expect(await pragma("synchronous")).toEqual([{ synchronous: 1n }]);
		expect(await pragma("foreign_keys")).toEqual([{ foreign_keys: 1n }]);
		await database.$disconnect();
	});

	test("refuses a migration that was edited after it was applied", async () => {
		const edited = join(folder, "migrations");
		cpSync(migrations, edited, { recursive: true });
		const url = `file:${join(folder, "graft.db")}`;
		await (await openDatabase(url, { migrations: edited })).$disconnect();
		const { stdout } = await run("ls", [edited]);
		const [first = ""] = stdout.split("\n").filter((name) => /^\d/.test(name));
		appendFileSync(join(edited, first, "migration.sql"), "\n-- edited");
		await expect(openDatabase(url, { migrations: edited })).rejects.toThrow(/edited/);
	});

	test("takes over the operations of the version before, with every line of theirs", async () => {
		const before = join(folder, "migrations");
		cpSync(migrations, before, { recursive: true });
		rmSync(join(before, "20261129143000_operations_detached"), { recursive: true });
		const url = `file:${join(folder, "graft.db")}`;
		const old = await openDatabase(url, { migrations: before });
		await old.$executeRaw`
			INSERT INTO Operation (id, kind, extensionId, actor, state, outcome, startedAt, process)
			VALUES ('1', 'install', 'probe', 'alice', 'put-back', 'No.', '2026-01-01T00:00:00.000+00:00', '{}')`;
		await old.$executeRaw`
			INSERT INTO LogLine VALUES ('1', 1, '2026-01-01T00:00:00.000+00:00', 'make folder "a"'),
				('1', 2, '2026-01-01T00:00:01.000+00:00', 'put a/b')`;
		await old.$disconnect();
		const database = await openDatabase(url);
		const [operation] = await database.operation.findMany({ include: { events: true } });
		expect(operation).toMatchObject({
			state: "rolled-back",
			leased: true,
			input: null,
			attempts: 0,
		});
		expect(operation?.events.map(({ kind, data }) => ({ kind, data }))).toEqual([
			{ kind: "note", data: { text: 'make folder "a"' } },
			{ kind: "note", data: { text: "put a/b" } },
		]);
		await database.$disconnect();
	});

	test("leaves nothing of a migration that fails", async () => {
		const broken = join(folder, "migrations");
		mkdirSync(join(broken, "1_good"), { recursive: true });
		mkdirSync(join(broken, "2_bad"));
		writeFileSync(join(broken, "1_good", "migration.sql"), "CREATE TABLE good (id);");
		writeFileSync(join(broken, "2_bad", "migration.sql"), "CREATE TABLE bad (id); NONSENSE;");
		const url = `file:${join(folder, "graft.db")}`;
		await expect(openDatabase(url, { migrations: broken })).rejects.toThrow(/NONSENSE/);

		const database = await openDatabase(url);
		const tables = await database.$queryRaw<object[]>`
			SELECT name FROM sqlite_master WHERE name IN ('good', 'bad')`;
		expect(tables).toEqual([]);
		await database.$disconnect();
	});

	test("takes a path only as a file: URL", async () => {
		await expect(openDatabase(join(folder, "graft.db"))).rejects.toThrow(/must start with file:/);
	});
});

test("the migrations make just what the schema says", async () => {
	const { stdout } = await prisma(
		...["migrate", "diff", "--exit-code"],
		...["--from-migrations", "prisma/migrations", "--to-schema", "prisma/schema.prisma"],
	);
	expect(stdout).toContain("No difference detected");
});

test("processes that start on a new database at once, and write at once, lose nothing", async () => {
	const scratch = join(project, "node_modules", ".cache", `graft-database-${process.pid}`);
	const writer = join(scratch, "writer.mjs");
	try {
		await build({
			stdin: {
				contents: `
					import { openDatabase } from "./open-database.ts";
					import { retryBusy } from "./retry-busy.ts";
					const [url, name] = process.argv.slice(2);
					const database = await openDatabase(url);
					for (let n = 0; n < 50; n++) {
						const data = { id: name + n, label: name + n, address: {}, createdAt: new Date() };
						await retryBusy(() => database.server.create({ data }));
					}
					await database.$disconnect();`,
				resolveDir: import.meta.dirname,
			},
			outfile: writer,
			bundle: true,
			format: "esm",
			platform: "node",
			packages: "external",
		});
		const url = `file:${join(folder, "graft.db")}`;
		await Promise.all(
			["a", "b", "c", "d"].map((name) => run(process.execPath, [writer, url, name])),
		);
		const database = await openDatabase(url);
		expect(await database.server.count()).toBe(200);
		await database.$disconnect();
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
});

describe("its files", () => {
	const modes = (path: string) =>
		["", "-wal", "-shm"].map((end) => (statSync(`${path}${end}`).mode & 0o777).toString(8));
	let umask: number;
	beforeEach(() => {
		umask = process.umask(0);
	});
	afterEach(() => {
		process.umask(umask);
	});

	test("are read by their owner only, from the first byte on", async () => {
		const path = join(folder, "graft.db");
		const stop = new Int32Array(new SharedArrayBuffer(4));
		const watcher = new Worker(
			`const { workerData: { path, stop }, parentPort } = require("node:worker_threads");
			const { readdirSync, statSync } = require("node:fs"), { dirname, join } = require("node:path");
			const seen = new Set();
			parentPort.postMessage("watching");
			while (Atomics.load(stop, 0) === 0)
				for (const name of readdirSync(dirname(path)))
					try { seen.add((statSync(join(dirname(path), name)).mode & 0o777).toString(8)); } catch {}
			parentPort.postMessage([...seen]);`,
			{ eval: true, workerData: { path, stop } },
		);
		const said = () => new Promise<unknown>((resolve) => watcher.once("message", resolve));
		await said();
		const database = await openDatabase(`file:${path}`);
		await database.server.count();
		expect(modes(path)).toEqual(["600", "600", "600"]);
		const seen = said();
		Atomics.store(stop, 0, 1);
		expect(await seen).toEqual(["600"]);
		await database.$disconnect();
	});

	test("that others could read are taken back from them", async () => {
		const path = join(folder, "graft.db");
		const first = await openDatabase(`file:${path}`);
		await first.server.count();
		for (const end of ["", "-wal", "-shm"]) chmodSync(`${path}${end}`, 0o666);
		const second = await openDatabase(`file:${path}`);
		await second.server.count();
		expect(modes(path)).toEqual(["600", "600", "600"]);
		await first.$disconnect();
		await second.$disconnect();
	});

	test("are private behind a link too", async () => {
		const path = join(folder, "elsewhere.db");
		symlinkSync("elsewhere.db", join(folder, "graft.db"));
		const database = await openDatabase(`file:${join(folder, "graft.db")}`);
		await database.server.count();
		expect(modes(path)).toEqual(["600", "600", "600"]);
		await database.$disconnect();
	});
});
