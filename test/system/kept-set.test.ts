import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type KeptSet, layOutKeptSet } from "./kept-set.ts";
import { noOcsSchema } from "./mariadb.ts";

const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;
const archiveOfGone = "566d5611f0a2fc6df560f191b8dfc65a21a5c89840ae3e708b7574ef5c851bd6";
const gone = "ssh://root@127.0.0.1:12222";

interface Extensions {
	readonly extensions: readonly {
		id: string;
		version: string;
		active: boolean;
		servers: { server: string; state: string; version: string | null; reason?: string }[];
	}[];
}
interface Operations {
	readonly operations: readonly Record<
		"id" | "kind" | "extensionId" | "state" | "outcome",
		string
	>[];
}

/** In an order in which a person could go on: each test stands on the ones before. */
describe.skipIf(noOcsSchema)(`what the version before made goes on${about}`, () => {
	story();
	let set: KeptSet;
	let onOcs: string[];
	let onPanoptes: string[];
	beforeAll(async () => {
		set = await layOutKeptSet("2026-11-29");
		const at = (dir: string) => ["--server", "local", "--server-dir", dir, "--no-reload"];
		[onOcs, onPanoptes] = [at(set.serverDirs.ocs), at(set.serverDirs.panoptes)];
	}, patient(120_000));
	afterAll(() => set?.dispose());

	const run = (...args: string[]) => set.graft.run(args);
	const done = async (...args: string[]) => {
		const ended = await run(...args);
		expect(ended).toMatchObject({ code: 0 });
		return ended;
	};
	const json = async <Value>(...args: string[]) => (await set.graft.json<Value>(args)).value;
	const ocs = (statements: string) => set.ocs.root(statements, "ocsweb");
	const active = async () => (await ocs("select id from extensions order by id")).flat();
	const operations = async () => (await json<Operations>("operations")).operations;
	const idOf = async (kind: string, told: string) =>
		(await operations()).find((one) => one.kind === kind && one.outcome.includes(told))?.id ?? "";
	const below = (path: string) => existsSync(join(set.graft.folder, path));

	it("is listed as it was, with what the dead had begun", async () => {
		const { extensions } = await json<Extensions>("list");
		expect(extensions.map(({ id, version, active }) => [id, version, active])).toEqual([
			["heartbeat", "1.2", false],
			["intable", "1.0", false],
			["onhost", "1.0", true],
			["probe", "1.1", true],
		]);
		const all = await operations();
		expect(all.filter(({ state }) => state === "done")).toHaveLength(19);
		const dead = all.filter(({ state }) => state !== "done");
		expect(dead.map(({ kind, state }) => [kind, state])).toEqual([
			["activate", "failed"],
			["install", "failed"],
		]);
		for (const { outcome } of dead) expect(outcome).toContain("in order by the next change there");
		const { stdout } = await done("operations", await idOf("uninstall", "local"));
		expect(stdout).toContain(`take away ${set.serverDirs.ocs}/plugins/probe.conf`);
	});

	it("opens the link that it stored, and takes the one of a database that moved", async () => {
		expect(await run("database", "check")).toMatchObject({
			code: 5,
			stdout: expect.stringContaining("mysql://ocs@127.0.0.1:13306/ocsweb cannot be reached"),
		});
		const url = set.ocs.url("ocs", "ocs", "ocsweb");
		const linked = await set.graft.run(["database", "link", "--url-stdin"], { input: url });
		expect(linked).toMatchObject({ code: 0 });
	});

	it("tells what is where, by the receipts that are there", async () => {
		const { extensions } = await json<Extensions>("status");
		const there = extensions.flatMap(({ id, servers }) =>
			servers.map(({ server, state, version }) => [id, server, state, version]),
		);
		expect(there).toEqual([
			["heartbeat", "local", "in-sync", "1.2"],
			["heartbeat", gone, "unreadable", null],
			["probe", "local", "other-version", "1.0"],
		]);
	});

	it("puts back what was half done on a server, says so, and does it", async () => {
		const { stdout } = await done("plan", "onhost", ...onOcs);
		expect(stdout).toMatch(
			/operation of root .* was interrupted; if it was interrupted, it is rolled back first/,
		);
		const { stderr } = await done("install", "onhost", ...onOcs, "--yes");
		expect(stderr).toMatch(/an interrupted operation of root .* was rolled back/);
		expect(below("server/.graft/journal.json")).toBe(false);
		expect(below("server/plugins/onhost.conf")).toBe(true);
	});

	it("puts back what was half done in the database, says so, and does it", async () => {
		const { stderr } = await done("activate", "intable", "--yes");
		expect(stderr).toMatch(/Rolled back what root began .* on intable: it was interrupted/);
		expect(await active()).toEqual(["intable", "onhost", "probe"]);
		expect(await ocs("show tables like 'graft%'")).toEqual([]);
		await done("deactivate", "intable", "--yes");
		expect(await active()).toEqual(["onhost", "probe"]);
	});

	it("installs the newer version over the older one, and uninstalls by its receipts", async () => {
		await done("install", "probe", ...onOcs, "--yes");
		await done("uninstall", "onhost", ...onOcs, "--yes");
		await done("uninstall", "heartbeat", ...onPanoptes, "--yes");
		expect(below("server/plugins/onhost.conf")).toBe(false);
		expect(below("panoptes/plugins/heartbeat")).toBe(false);
		expect(await json<Extensions>("status", "probe")).toMatchObject({
			extensions: [{ servers: [{ state: "in-sync", version: "1.1" }] }],
		});
	});

	it("undoes of what was done then what can be undone, and says what to do of the rest", async () => {
		const refused = (words: string) => ({ code: 3, stderr: expect.stringContaining(words) });
		const undo = async (kind: string, told: string) => run("undo", await idOf(kind, told), "--yes");
		expect(await undo("install", gone)).toEqual(
			expect.objectContaining(refused("install-plugin uninstall heartbeat")),
		);
		expect(await undo("import", "1.1")).toEqual(
			expect.objectContaining(refused("import the archive that you want again")),
		);
		const activation = (await operations()).find(
			({ kind, extensionId }) => kind === "activate" && extensionId === "onhost",
		);
		await done("undo", activation?.id ?? "", "--yes");
		expect(await active()).toEqual(["probe"]);
	});

	it("follows what it gave to machines, and takes it back from those that wait", async () => {
		const { stdout } = await done("deployments", "probe");
		expect(stdout).toContain("(unix): 1 waiting");
		expect(await ocs("select NAME from download_available")).toHaveLength(1);
		await done("withdraw", "probe", "--purge", "--yes");
		expect(await ocs("select NAME from download_available")).toEqual([]);
		expect(await ocs("select NAME from devices where NAME like 'DOWNLOAD%'")).toEqual([]);
		expect(await readdir(join(set.graft.folder, "pack/download"))).toEqual([]);
	});

	it("forgets a server that is no more", async () => {
		await done("server", "forget", gone, "--yes");
		expect((await run("server", "list")).stdout).not.toContain(gone);
	});

	it("takes back, from its kept archive, one that was removed, with the table that it left", async () => {
		const [[table] = []] = await ocs("show tables like 'gone'");
		expect(table).toBe("gone");
		await ocs("insert into gone (HARDWARE_ID, MOUNT) values (1, '/')");
		await done("import", join(set.graft.folder, "home/archives", `${archiveOfGone}.zip`));
		await done("activate", "gone", "--yes");
		expect(await ocs("select MOUNT from gone")).toEqual([["/"]]);
		expect(await active()).toEqual(["gone", "probe"]);
		await done("bundle", "gone", "--output", join(set.graft.folder, "bundles"));
	});

	it("brings one up the whole way, and takes one away with its tables, exported first", async () => {
		const up = ["up", "intable", ...onOcs, "--no-deploy", "--wait", "0", "--yes"];
		await done(...up);
		expect(below("server/plugins/intable.conf")).toBe(true);
		const file = join(set.graft.folder, "probe.sql.gz");
		const accepted = ["--accept", "ocs/no-reload", "--yes"];
		await done("remove", "probe", "--drop-tables", "--export", file, ...accepted);
		expect(gunzipSync(await readFile(file)).toString()).toContain("'ext4'");
		expect((await ocs("show tables like 'probe'")).flat()).toEqual([]);
		expect(below("server/plugins/probe.conf")).toBe(false);
		expect(await active()).toEqual(["gone", "intable"]);
	});
});
