import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openDatabase } from "@graft/core/databases/open-database";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { patient } from "../patience.ts";
import { type Instance, makeInstance, program } from "./command-line.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";
import { noTerminal, openTerminal, type PseudoTerminal } from "./pseudo-terminal.ts";

const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;

interface Told {
	readonly active: boolean;
	readonly hash: string;
	readonly steps: readonly { kind: string; target: string; statement?: string }[];
	readonly skipped: readonly { statement: string; reason: string }[];
	readonly kept: readonly { table: string }[];
	readonly problems: readonly { code: string }[];
	readonly tables: readonly { table: string; rows: number }[];
}

describe.skipIf(noOcsSchema)(`extensions in OCS's own database${about}`, () => {
	let server: Mariadb;
	let graft: Instance;
	const ocs = (statements: string) => server.root(statements, "ocsweb");
	const rows = () => ocs("select id, version from extensions order by id");
	const tables = async () =>
		(await ocs("show tables like 'probe%'")).map(([table]) => table as string);
	const json = async (...args: string[]) => {
		const { code, value } = await graft.json<Told>(args);
		return { code, ...value };
	};
	const done = async (...args: string[]) => {
		const ended = await graft.run(args);
		expect(ended).toMatchObject({ code: 0 });
		return ended;
	};
	const listed = async () => {
		const { value } = await graft.json<{ extensions: { id: string; active: boolean }[] }>(["list"]);
		return value.extensions.map(({ id, active }) => [id, active]);
	};

	beforeAll(async () => {
		[server, graft] = await Promise.all([startMariadb(), makeInstance()]);
		await makeOcsDatabase(server, "ocsweb");
		await server.root(
			"create user 'ocs'@'127.0.0.1' identified by 's3cret'; grant all on ocsweb.* to 'ocs'@'127.0.0.1'",
		);
		await graft.run(["database", "link", "--url-stdin"], {
			input: server.url("ocs", "s3cret", "ocsweb"),
		});
	});
	afterAll(async () => {
		await server?.dispose();
		await graft?.remove();
	});
	beforeEach(async () => {
		await ocs("drop table if exists probe; delete from extensions");
		await rm(graft.env.EXTENSIONS_DIR ?? "", { recursive: true, force: true });
		await done("import", await graft.zip("probe.zip"));
	});

	it("are shown, activated, deactivated with their rows kept, and activated over them", async () => {
		const seen = await json("activate", "probe", "--dry-run");
		expect(seen).toMatchObject({ code: 0, active: false, problems: [] });
		expect(seen.steps.map(({ target }) => target)).toEqual(["probe", "extensions"]);
		expect(await tables()).toEqual([]);

		expect(await graft.run(["activate", "probe"])).toMatchObject({
			code: 2,
			stderr: expect.stringContaining("--yes"),
		});
		const { stdout, stderr } = await done("activate", "probe", "--yes");
		expect(stdout).toBe("probe is active.\n");
		expect(stderr).toContain("CREATE TABLE IF NOT EXISTS probe");
		expect(await rows()).toEqual([["probe", "1"]]);
		await ocs("insert into probe (HARDWARE_ID, MOUNT) values (1, '/')");
		expect(await json("activate", "probe", "--dry-run")).toMatchObject({ active: true, steps: [] });
		const unlinking = await graft.run(["database", "unlink", "--dry-run"]);
		expect(unlinking.stderr).toContain("probe: active in that database, and stays so there");

		await done("deactivate", "probe", "--yes");
		expect(await rows()).toEqual([]);
		expect(await ocs("select MOUNT from probe")).toEqual([["/"]]);
		expect(await listed()).toEqual([["probe", false]]);
		await done("activate", "probe", "--yes");
		expect(await ocs("select MOUNT from probe")).toEqual([["/"]]);
		expect(await listed()).toEqual([["probe", true]]);
	});

	it("are changed by the plan that was seen, or not at all", async () => {
		const { hash } = await json("activate", "probe", "--dry-run");
		const row = "insert into extensions (id, name, version) values ('probe', 'probe', 1)";
		await ocs(row);
		const stale = await graft.run(["activate", "probe", "--plan", hash]);
		expect(stale).toMatchObject({ code: 3 });
		expect(await tables()).toEqual([]);
		await ocs("delete from extensions");
		await done("activate", "probe", "--plan", hash);
		const leaving = await json("deactivate", "probe", "--dry-run");
		expect(leaving.steps).toHaveLength(1);
		expect(await graft.run(["deactivate", "probe", "--plan", hash])).toMatchObject({ code: 3 });
		await done("deactivate", "probe", "--plan", leaving.hash);
		expect(await rows()).toEqual([]);
	});

	it("are active where OCS's console says so, also such as came by hand, and are as last seen where it is silent", async () => {
		const byHand = join(graft.env.EXTENSIONS_DIR ?? "", "other");
		for (const [path, content] of Object.entries(ocsFiles({ id: "other" }))) {
			await mkdir(join(byHand, path, ".."), { recursive: true });
			await writeFile(join(byHand, path), content);
		}
		await ocs("insert into extensions (id, name, version) values ('probe','p',1), ('other','o',1)");
		const both = [
			["other", true],
			["probe", true],
		];
		expect(await listed()).toEqual(both);
		await ocs("delete from extensions where id = 'other'");
		const nobody = { env: { OCS_DATABASE_URL: "mysql://ocs:x@127.0.0.1:1/ocsweb" } };
		const silent = await graft.run(["list", "--json"], nobody);
		expect(silent).toMatchObject({
			code: 0,
			stderr: expect.stringContaining("may be out of date"),
		});
		expect(JSON.parse(silent.stdout).extensions).toMatchObject([
			{ id: "other", active: false },
			{ id: "probe", active: true },
		]);
		expect(JSON.parse(silent.stdout).note).toContain("cannot be reached");
	});

	it("change nothing at all where the database cannot be reached, or not be worked with", async () => {
		const url = server.url("ocs", "s3cret", "information_schema");
		const before = await graft.snapshot(graft.env.EXTENSIONS_DIR);
		for (const [to, code] of [
			["mysql://ocs:x@127.0.0.1:1/ocsweb", 5],
			[url, 3],
		] as const)
			for (const command of ["activate", "deactivate", "remove"]) {
				const env = { OCS_DATABASE_URL: to };
				expect(await graft.run([command, "probe", "--yes"], { env })).toMatchObject({ code });
			}
		expect(await graft.snapshot(graft.env.EXTENSIONS_DIR)).toEqual(before);
		expect(await listed()).toEqual([["probe", false]]);
	});

	it("leave Graft's own state as it was where the database refuses a statement", async () => {
		const files = ocsFiles();
		const install = String(files["install.php"]).replace(
			'ENGINE=INNODB;");',
			'ENGINE=INNODB;");\n$commonObject->sqlQuery("INSERT INTO probe (NO_SUCH) VALUES (1)");',
		);
		await done(
			"import",
			await graft.zip("bad.zip", {
				...files,
				"infos.json": String(files["infos.json"]).replace('"1.0"', '"1.1"'),
				"install.php": install,
			}),
		);
		const refused = await graft.run(["activate", "probe", "--yes"]);
		expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining("NO_SUCH") });
		expect(await tables()).toEqual([]);
		expect(await rows()).toEqual([]);
		expect(await listed()).toEqual([["probe", false]]);
	});

	it("are removed with their tables kept, and said so", async () => {
		await done("activate", "probe", "--yes");
		await ocs("insert into probe (HARDWARE_ID) select seq from seq_1_to_1234");
		const seen = await json("remove", "probe", "--dry-run");
		expect(seen).toMatchObject({ code: 0, removed: false, kept: [{ table: "probe" }] });
		const { stdout } = await done("remove", "probe", "--yes");
		expect(stdout).toContain("keeps probe, 1,234 rows");
		expect(await rows()).toEqual([]);
		expect(await tables()).toEqual(["probe"]);
		expect(await readdir(graft.env.EXTENSIONS_DIR ?? "")).toEqual([]);
	});

	it("are removed with their tables, once these are exported to a file that nobody else may read", async () => {
		await done("activate", "probe", "--yes");
		await ocs("insert into probe (HARDWARE_ID, MOUNT) select seq, '/é' from seq_1_to_1234");
		const file = join(graft.folder, "probe.sql.gz");
		const remove = ["remove", "probe", "--yes", "--drop-tables", "--export", file];
		await writeFile(file, "another's");
		expect(await graft.run(remove)).toMatchObject({ code: 2 });
		expect(await readFile(file, "utf8")).toBe("another's");
		expect(await graft.run([...remove.slice(0, -1), "/nowhere/x"])).toMatchObject({ code: 2 });
		expect(await ocs("select count(*) from probe")).toEqual([["1234"]]);

		await rm(file);
		const seen = await json("remove", "probe", "--drop-tables", "--dry-run");
		expect(seen.tables).toEqual([{ table: "probe", rows: 1234 }]);
		expect(seen.steps.map(({ kind, target }) => [kind, target])).toContainEqual([
			"drop-table",
			"probe",
		]);
		const { stdout } = await done(...remove);
		expect(stdout).toContain("drops probe, 1,234 rows");
		expect(await tables()).toEqual([]);
		expect(await rows()).toEqual([]);
		expect((await stat(file)).mode & 0o777).toBe(0o600);
		await ocs(gunzipSync(await readFile(file)).toString());
		expect(await ocs("select count(*), min(MOUNT) from probe")).toEqual([["1234", "/é"]]);
	});

	it("are exported by no removal that is refused, whatever refuses it", async () => {
		await done("activate", "probe", "--yes");
		await ocs("insert into probe (HARDWARE_ID) values (1)");
		const file = join(graft.folder, "refused.sql.gz");
		const remove = ["remove", "probe", "--drop-tables", "--export", file];
		const refused = async (...args: string[]) => {
			expect(await graft.run([...remove, ...args])).toMatchObject({ code: 3 });
			await expect(stat(file)).rejects.toThrow("ENOENT");
			expect(await ocs("select count(*) from probe")).toEqual([["1"]]);
			expect(await readdir(graft.env.EXTENSIONS_DIR ?? "")).toEqual(["probe"]);
		};
		await refused("--plan", "0".repeat(64));

		const there = ["--server", "local", "--server-dir", graft.serverDir, "--no-reload", "--yes"];
		await done("install", "probe", ...there);
		// No Apache names that folder: that none can be reloaded has to be accepted.
		await refused("--yes");
		await done("uninstall", "probe", ...there);

		const other = await openDatabase(server.url("ocs", "s3cret", "ocsweb"));
		await other.query("SELECT GET_LOCK('graft.ocsweb', 0)");
		await refused("--yes", "--accept", "ocs/no-reload");
		await other.close();
		await done(...remove, "--yes", "--accept", "ocs/no-reload");
		expect(gunzipSync(await readFile(file)).toString()).toContain("INSERT INTO `probe`");
	});

	it("stay with all their rows where the export cannot be finished", async () => {
		await done("activate", "probe", "--yes");
		await ocs(
			"insert into probe (HARDWARE_ID, MOUNT) select seq, concat(sha2(rand(), 512), sha2(rand(), 512), sha2(rand(), 512)) from seq_1_to_60000",
		);
		const file = join(graft.folder, "cut.sql.gz");
		// No file of that process becomes larger than 4,000 blocks of 512 bytes: as on a disk that is full.
		const limited = ["-c", 'ulimit -f 4000; exec "$@"', "sh", process.execPath, program];
		const remove = ["remove", "probe", "--yes", "--drop-tables", "--export", file];
		const ended = spawnSync("sh", [...limited, ...remove], { env: graft.env, encoding: "utf8" });
		expect(ended).toMatchObject({
			status: 2,
			stderr: expect.stringContaining("No table was dropped"),
		});
		await expect(stat(file)).rejects.toThrow("ENOENT");
		expect(await ocs("select count(*) from probe")).toEqual([["60000"]]);
		expect(await rows()).toEqual([["probe", "1"]]);
		expect(await readdir(graft.env.EXTENSIONS_DIR ?? "")).toEqual(["probe"]);
	});

	it("are done at once by the next run, where the first was killed half-way", async () => {
		const other = await openDatabase(server.url("ocs", "s3cret", "ocsweb"));
		await other.execute("lock tables extensions read");
		const args = [program, "activate", "probe", "--yes"];
		const first = spawn(process.execPath, args, { env: graft.env, stdio: "ignore" });
		// The row comes last, and has to wait for the lock.
		await expect.poll(tables, { timeout: patient(120_000) }).toEqual(["probe"]);
		first.kill("SIGKILL");
		await once(first, "exit");
		await other.close();
		const { stderr } = await done("activate", "probe", "--yes");
		expect(stderr).toContain("interrupted");
		expect(await rows()).toEqual([["probe", "1"]]);
		expect(await ocs("show tables like 'graft%'")).toEqual([]);
	});

	describe.skipIf(noTerminal)("on a terminal", () => {
		let person: PseudoTerminal | undefined;
		const open = (...args: string[]) => {
			const name = `graft-test-${process.pid}-database`;
			person = openTerminal([process.execPath, program, ...args], graft.env, name);
			return person;
		};
		afterEach(() => person?.close());

		it("are activated after a yes to every statement", async () => {
			const asked = open("activate", "probe");
			await asked.see("Apply this plan?");
			expect(asked.screen()).toContain("CREATE TABLE IF NOT EXISTS probe");
			expect(await tables()).toEqual([]);
			await asked.answer("y");
			await asked.see("ended with 0");
			expect(await rows()).toEqual([["probe", "1"]]);
		});

		it("are removed with rows only by their name, and offered as an export first", async () => {
			await done("activate", "probe", "--yes");
			await ocs("insert into probe (HARDWARE_ID) select seq from seq_1_to_1234");
			const no = open("remove", "probe", "--drop-tables");
			await no.see("drops probe, 1,234 rows");
			await no.see("File to export the tables to first");
			await no.answer("");
			await no.see("Type probe to drop 1,234 rows");
			await no.answer("");
			await no.see("ended with 0");
			expect(no.screen()).toContain("Nothing was removed.");
			no.close();

			const file = join(graft.folder, "asked.sql.gz");
			const yes = open("remove", "probe", "--drop-tables");
			await yes.see("File to export the tables to first");
			await yes.answer(file);
			await yes.see("Type probe to drop 1,234 rows");
			await yes.answer("y");
			await yes.see("That is not its id.");
			yes.press("C-u");
			await yes.answer("probe");
			await yes.see("ended with 0");
			expect(await tables()).toEqual([]);
			expect(gunzipSync(await readFile(file)).toString()).toContain("INSERT INTO `probe`");
		});
	});
});
