import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openConnection } from "@graft/core/connections/open-connection";
import type { GraftError } from "@graft/core/domain/errors";
import type { Choice } from "@graft/core/platforms/ocs-inventory/deployment/machines";
import { importArchive } from "@graft/services/archives/import-archive";
import { deployExtension } from "@graft/services/deployments/deploy-extension";
import { listDeployments } from "@graft/services/deployments/list-deployments";
import { previewDeployment } from "@graft/services/deployments/preview-deployment";
import { retryDeployment } from "@graft/services/deployments/retry-deployment";
import {
	previewWithdrawal,
	withdrawDeployment,
} from "@graft/services/deployments/withdraw-deployment";
import { type OpenContext, openContext } from "@graft/services/open-context";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { program } from "./command-line.ts";
import { type DownloadServer, startDownloadServer } from "./download-server.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";
import { noSshd, startSshd } from "./sshd.ts";

const execute = promisify(execFile);
const id = "probe";
const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;

/** Everything but what the folder is served with: that is a web server of ours, and OCS's own in deployment-real.test.ts. */
describe.skipIf(noOcsSchema)(`deployment by OCS's tables${about}`, () => {
	let server: Mariadb;
	let folder: string;
	let served: DownloadServer;
	let ctx: OpenContext;
	const downloads = () => join(folder, "pack", "download");
	const sql = (statements: string) => server.root(statements, "ocsweb");

	beforeAll(async () => {
		server = await startMariadb();
		await makeOcsDatabase(server, "ocsweb");
		await server.root(
			"create user 'ocs'@'127.0.0.1' identified by 'ocs'; grant all on ocsweb.* to 'ocs'@'127.0.0.1'",
		);
		await sql("delete from config where NAME like 'DOWNLOAD_URI%'");
	});
	afterAll(() => server?.dispose());

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "graft-deployment-"));
		for (const name of ["extensions", "pack", "pack/download"]) mkdirSync(join(folder, name));
		served = await startDownloadServer(downloads(), folder);
		await sql(`
			delete from hardware; delete from devices; delete from groups_cache;
			delete from download_available; delete from download_enable; delete from download_history;
			update config set IVALUE = 1 where NAME = 'DOWNLOAD';
			update config set TVALUE = '${folder}/pack' where NAME = 'DOWNLOAD_PACK_DIR';
			insert into hardware (ID, DEVICEID, NAME, OSNAME) values
				(1, 'pc1-2026', 'pc1', 'Debian GNU/Linux 12'), (2, 'pc2-2026', 'pc2', 'Microsoft Windows 11 Pro'),
				(3, 'twin-a', 'twin', 'macOS'), (4, 'twin-b', 'twin', 'FreeBSD'),
				(5, 'phone-1', 'phone', 'Android Phone'), (6, 'new-1', 'new', null),
				(7, '_SYSTEMGROUP_', 'Office', null);
			insert into groups_cache (HARDWARE_ID, GROUP_ID, STATIC) values (1, 7, 0), (3, 7, 1), (4, 7, 2);`);
		await setLocations(served.info, served.fragments);
		ctx = await openContext({
			env: {
				GRAFT_HOME: join(folder, "home"),
				EXTENSIONS_DIR: join(folder, "extensions"),
				OCS_DATABASE_URL: server.url("ocs", "ocs", "ocsweb"),
			},
			actor: { name: "alice", role: "administrator" },
			connect: (address) =>
				openConnection(address, {
					stateFolder: join(folder, "state"),
					knownHosts: join(folder, "known_hosts"),
				}),
		});
		await importVersion("1.0");
	});
	afterEach(async () => {
		await ctx.close();
		await served.stop();
		await rm(folder, { recursive: true, force: true });
	});

	const setLocations = (info: string, fragments: string) =>
		sql(`replace into config (NAME, IVALUE, TVALUE) values
			('DOWNLOAD_URI_INFO', 0, '${info}'), ('DOWNLOAD_URI_FRAG', 0, '${fragments}')`);
	const importVersion = (version: string) => {
		const files = ocsFiles({ version });
		const script = `# ${version}\n${files["agent/Probe.pm"]}`;
		const bytes = makeZip({ ...files, "agent/Probe.pm": script });
		return importArchive({ ctx, input: { bytes } });
	};
	type Given = Omit<Parameters<typeof previewDeployment>[0]["input"], "id" | "to">;
	const all: Choice = { kind: "all" };
	const machines = (...names: string[]) => ({ kind: "machines" as const, names });
	const preview = (to: Choice, given: Given = {}) =>
		previewDeployment({
			ctx,
			input: { id, to: to as Parameters<typeof previewDeployment>[0]["input"]["to"], ...given },
		});
	async function deploy(to: Choice, given: Given = {}) {
		const { plan } = await preview(to, given);
		const input = { id, to: to as never, ...given, planHash: plan.hash };
		return deployExtension({ ctx, input });
	}
	const list = () => listDeployments({ ctx, input: { id } });
	const has = async () =>
		(
			await sql(`select h.NAME, a.OSNAME, d.NAME, coalesce(d.TVALUE, '-') from devices d
				join hardware h on h.ID = d.HARDWARE_ID join download_enable e on e.ID = d.IVALUE
				join download_available a on a.FILEID = e.FILEID order by h.ID, d.NAME`)
		).map((row) => row.join(" "));
	const packages = () => readdirSync(downloads()).sort();
	const everything = async () => [
		...readdirSync(join(folder, "pack"), { recursive: true }).sort(),
		...(await sql(
			"select * from config where NAME like 'DOWNLOAD%'; select * from devices; select * from download_enable; select * from download_available; select * from download_history",
		)),
	];
	async function refusal(work: Promise<unknown>): Promise<GraftError> {
		const error = await work.then(
			() => new Error("it was not refused"),
			(reason: GraftError) => reason,
		);
		expect(error, error.message).toMatchObject({ name: "GraftError" });
		return error as GraftError;
	}

	it("gives each machine the package of its agent, and says which get none", async () => {
		const before = await everything();
		const { plan } = await preview(all);
		expect(await everything()).toEqual(before);
		expect(plan.reach.without).toEqual({ unix: 0, windows: 0, unknown: 2 });
		expect(plan.steps.map(({ kind }) => kind)).toEqual([
			...[
				"make-folder",
				"put-file",
				"put-file",
				"check-address",
				"offer-package",
				"assign-package",
			],
			...[
				"make-folder",
				"put-file",
				"put-file",
				"check-address",
				"offer-package",
				"assign-package",
			],
		]);
		const { packages: done } = await deploy(all);
		expect(done.map(({ agents, assigned }) => [agents, assigned])).toEqual([
			["windows", 1],
			["unix", 3],
		]);
		expect(await has()).toEqual([
			...["pc1 LINUX DOWNLOAD -", "pc1 LINUX DOWNLOAD_FORCE 1"],
			...["pc2 WINDOWS DOWNLOAD -", "pc2 WINDOWS DOWNLOAD_FORCE 1"],
			...["twin LINUX DOWNLOAD -", "twin LINUX DOWNLOAD_FORCE 1"],
			...["twin LINUX DOWNLOAD -", "twin LINUX DOWNLOAD_FORCE 1"],
		]);
		const rows = await sql(
			"select NAME, PRIORITY, FRAGMENTS from download_available order by NAME",
		);
		expect(rows).toEqual([
			["Extension probe 1.0 (Unix)", "5", "1"],
			["Extension probe 1.0 (Windows)", "5", "1"],
		]);
		expect(await preview(all)).toMatchObject({ plan: { steps: [] } });
		expect(await deploy(all)).toMatchObject({ changed: false });
	});

	it("takes the members of a group, without those that it keeps out", async () => {
		await deploy({ kind: "group", name: "Office" });
		expect((await has()).filter((row) => row.endsWith("-"))).toEqual([
			"pc1 LINUX DOWNLOAD -",
			"twin LINUX DOWNLOAD -",
		]);
		expect(await sql("select HARDWARE_ID from devices where NAME = 'DOWNLOAD'")).toEqual([
			["1"],
			["3"],
		]);
		const { message, hint } = await refusal(preview({ kind: "group", name: "Nobody" }));
		expect(message + hint).toMatch(/no group Nobody.*Office/);
	});

	it("names every machine that is none or not the only one of its name, at once", async () => {
		const { kind, message } = await refusal(preview(machines("pc1", "twin", "nobody", "Office")));
		expect(kind).toBe("usage");
		expect(message).toContain("twin-a, twin-b");
		expect(message).toContain("no machine nobody");
		expect(message).toContain("no machine Office");
		await deploy(machines("twin-b", "PC1"));
		expect(await list()).toMatchObject([{ agents: "unix", machines: { waiting: 2 } }]);
	});

	it("is refused where none of the machines could get anything", async () => {
		const { problems } = (await preview(machines("phone", "new"))).plan;
		expect(problems.map(({ code }) => code)).toEqual(["ocs/deployment-nobody"]);
		await refusal(deploy(machines("phone")));
		expect(packages()).toEqual([]);
	});

	it("replaces an older version where it is deployed, and purges that once nobody has it", async () => {
		await deploy(all);
		const first = packages();
		await importVersion("2.0");
		await deploy(machines("pc1"));
		// Windows machines have nothing new; other Unix machines keep what they have.
		expect(packages()).toHaveLength(3);
		expect(
			(await list())
				.map(({ version, agents, machines: { waiting } }) => [version, agents, waiting])
				.sort(),
		).toEqual([
			["1.0", "unix", 2],
			["1.0", "windows", 1],
			["2.0", "unix", 1],
		]);
		await deploy(all);
		expect((await list()).map(({ version, agents }) => `${version} ${agents}`).sort()).toEqual([
			"2.0 unix",
			"2.0 windows",
		]);
		// The scripts for Windows are the same in both, and so is their package.
		expect(packages().filter((name) => first.includes(name))).toHaveLength(1);
		expect(readdirSync(join(folder, "pack"))).toEqual(["download"]);
	});

	it("turns OCS's switch on, but asks where packages of others would start too", async () => {
		await sql("update config set IVALUE = 0 where NAME = 'DOWNLOAD'");
		const { plan } = await preview(machines("pc1"));
		expect(plan.steps.at(-1)).toMatchObject({ kind: "set-option", target: "DOWNLOAD" });
		expect(plan.problems).toEqual([]);
		await sql(`insert into download_available (FILEID, NAME, PRIORITY, FRAGMENTS, SIZE, OSNAME) values ('1700000000', 'x', 5, 1, 1, 'LINUX');
			insert into download_enable (ID, FILEID, INFO_LOC, PACK_LOC) values (900, '1700000000', 'h', 'h');
			insert into devices (HARDWARE_ID, NAME, IVALUE) values (3, 'DOWNLOAD', 900)`);
		const { problems, message } = await refusal(deploy(machines("pc1")));
		expect(
			problems.map(({ code }) => code),
			message,
		).toEqual(["ocs/deployment-off"]);
		expect(packages()).toEqual([]);
		await deploy(machines("pc1"), { accept: ["ocs/deployment-off"] });
		expect(await sql("select IVALUE from config where NAME = 'DOWNLOAD'")).toEqual([["1"]]);
	});

	it("leaves a package of somebody else alone, whatever its id or name", async () => {
		const { plan } = await preview(machines("pc1"));
		const [own] = plan.packages.filter(({ agents }) => agents === "unix");
		await sql(`insert into download_available (FILEID, NAME, PRIORITY, FRAGMENTS, SIZE, OSNAME) values
			('${own?.id}', 'theirs', 5, 1, 1, 'LINUX')`);
		const { problems } = (await preview(machines("pc1"))).plan;
		expect(problems.map(({ code }) => code)).toEqual(["ocs/deployment-id-taken"]);
		await sql(`update download_available set FILEID = '5', NAME = '${own?.name}'`);
		await deploy(machines("pc1"));
		await withdrawDeployment({ ctx, input: { id, purge: true } });
		expect(await sql("select FILEID from download_available")).toEqual([["5"]]);
	});

	it.each<[string, () => Promise<unknown>, RegExp]>([
		[
			"nobody answers",
			() => setLocations("127.0.0.1:1/download", "127.0.0.1:1/download"),
			/ECONNREFUSED/,
		],
		[
			"it is not there",
			() => setLocations(served.info.replace("download", "elsewhere"), served.fragments),
			/404/,
		],
		[
			"no TLS is spoken",
			() => setLocations(served.fragments, served.fragments),
			/Agents could not fetch https/,
		],
		[
			"the certificate is for another host",
			() => setLocations(served.info.replace("127.0.0.1", "localhost"), served.fragments),
			/another host/,
		],
		[
			"fragments are not there",
			() => setLocations(served.info, served.info),
			/Agents could not fetch http:/,
		],
	])("leaves all as it was where %s", async (_what, spoil, words) => {
		await spoil();
		const before = await everything();
		const { kind, message } = await refusal(deploy(machines("pc1", "pc2")));
		expect(kind).toBe("refused");
		expect(message).toMatch(words);
		expect(await everything()).toEqual(before);
	});

	it("leaves all as it was where something else is served, or the folder is none", async () => {
		const elsewhere = join(folder, "elsewhere");
		mkdirSync(elsewhere);
		const given = { downloadDir: elsewhere };
		expect((await refusal(deploy(machines("pc1"), given))).message).toContain("404");
		expect(readdirSync(elsewhere)).toEqual([]);
		expect(readdirSync(folder)).not.toContain(".graft");
		const { message } = await refusal(preview(all, { downloadDir: join(folder, "nowhere") }));
		expect(message).toContain("is not a folder");
		expect(await sql("select * from download_available")).toEqual([]);
	});

	it("refuses a plan that was not shown", async () => {
		const { plan } = await preview(machines("pc1"));
		await importVersion("2.0");
		const input = { id, to: machines("pc1"), planHash: plan.hash };
		expect((await refusal(deployExtension({ ctx, input }))).message).toContain("agreed to");
		expect(packages()).toEqual([]);
	});

	it("goes on where it was cut off between files and rows, and can be taken back from there", async () => {
		const cut = async () => {
			await deploy(machines("pc1"));
			await sql("delete from devices; delete from download_enable; delete from download_available");
		};
		await cut();
		const { plan } = await preview(machines("pc1"));
		expect(plan.steps.map(({ kind }) => kind)).toEqual([
			...["check-address", "offer-package", "assign-package"],
		]);
		await deploy(machines("pc1"));
		expect(await list()).toMatchObject([{ machines: { waiting: 1 } }]);
		await cut();
		expect(await previewWithdrawal({ ctx, input: { id, purge: true } })).toMatchObject({
			withdrawn: 0,
			purged: [expect.any(String)],
		});
		await withdrawDeployment({ ctx, input: { id, purge: true } });
		expect(packages()).toEqual([]);
	});

	it("follows machines, tries again those with an error, and takes back from some", async () => {
		await deploy(all);
		await sql(`update devices set TVALUE = 'ERR_EXECUTE', COMMENTS = 'yesterday' where NAME = 'DOWNLOAD' and HARDWARE_ID = 3;
			update devices set TVALUE = 'NOTIFIED' where NAME = 'DOWNLOAD' and HARDWARE_ID = 4;
			update devices set TVALUE = 'SUCCESS' where NAME = 'DOWNLOAD' and HARDWARE_ID = 1;
			update devices set TVALUE = 'EXIT_CODE_2' where NAME = 'DOWNLOAD' and HARDWARE_ID = 2`);
		const unix = (await list()).find(({ agents }) => agents === "unix");
		expect(unix?.machines).toEqual({ waiting: 0, notified: 1, success: 1, error: 1 });
		expect(unix?.list[0]).toEqual({
			...{ name: "twin", deviceId: "twin-a", state: "error", code: "ERR_EXECUTE", at: "yesterday" },
		});
		const retry = (...names: string[]) =>
			retryDeployment({ ctx, input: { id, ...(names.length > 0 ? { machines: names } : {}) } });
		expect(await retry("twin-a", "pc1")).toEqual({ retried: 1 });
		expect(await retry()).toEqual({ retried: 1 });
		expect(await retry()).toEqual({ retried: 0 });
		const input = { id, machines: ["pc2", "pc1"], purge: true };
		const would = await previewWithdrawal({ ctx, input });
		expect(would).toMatchObject({ withdrawn: 2, purged: [expect.any(String)] });
		expect(await withdrawDeployment({ ctx, input })).toEqual(would);
		expect(await list()).toMatchObject([{ agents: "unix", machines: { notified: 1, waiting: 1 } }]);
	});

	it.skipIf(noSshd)("puts the files over SSH", async () => {
		const sshd = await startSshd();
		const address = {
			address: sshd.address,
			identityFile: sshd.clientKey,
			expectedHostKey: sshd.fingerprint,
		};
		try {
			expect(await deploy(machines("pc1"), { server: address })).toMatchObject({ changed: true });
			expect(packages()).toHaveLength(1);
			const input = { id, purge: true, server: address };
			expect((await withdrawDeployment({ ctx, input })).purged).toHaveLength(1);
			expect(await everything()).toEqual(expect.arrayContaining(["download"]));
			expect(packages()).toEqual([]);
		} finally {
			await sshd.stop();
		}
	});

	it("is as quick for 200,000 machines as a few statements are", async () => {
		await sql(`insert into hardware (DEVICEID, NAME, OSNAME)
			select concat('m', seq), concat('m', seq), if(seq % 3, 'Microsoft Windows 11', 'Ubuntu 24.04') from seq_1_to_200000`);
		expect((await deploy(all)).packages.map(({ assigned }) => assigned)).toEqual([133_335, 66_669]);
		const [windows] = await list();
		expect(windows?.list).toHaveLength(1_000);
		expect(await withdrawDeployment({ ctx, input: { id, purge: true } })).toMatchObject({
			withdrawn: 200_004,
		});
	});

	it("leaves all as it was where the database refuses its rows, and goes on where it went away", async () => {
		const before = await everything();
		await sql(`create trigger in_the_way before insert on devices for each row
			signal sqlstate '45000' set message_text = 'no more machines'`);
		const { kind, message } = await refusal(deploy(machines("pc1")));
		expect([kind, message]).toEqual(["refused", expect.stringContaining("no more machines")]);
		expect(await everything()).toEqual(before);

		await sql(`drop trigger in_the_way;
			create trigger in_the_way before insert on devices for each row set NEW.COMMENTS = sleep(600)`);
		const lost = refusal(deploy(machines("pc1")));
		const session = () =>
			server.root("select ID from information_schema.PROCESSLIST where STATE = 'User sleep'");
		await expect.poll(session, { timeout: 60_000 }).toHaveLength(1);
		const [[number = ""] = []] = await session();
		await server.root(`kill ${number}`);
		expect((await lost).kind).toBe("unreachable");
		await sql("drop trigger in_the_way");
		expect(await sql("select * from download_available")).toEqual([]);
		expect(packages()).toHaveLength(1);
		await deploy(machines("pc1"));
		expect(await list()).toMatchObject([{ machines: { waiting: 1 } }]);
	});

	it.runIf(mayMount())("leaves all as it was on a disk that is full", async () => {
		const small = join(folder, "small");
		mkdirSync(small);
		execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
		try {
			mkdirSync(join(small, "download"));
			const rest = Buffer.alloc(statfsSync(small).bfree * statfsSync(small).bsize - 8_192);
			writeFileSync(join(small, "full"), rest);
			const { kind, message } = await refusal(
				deploy(all, { downloadDir: join(small, "download") }),
			);
			expect([kind, message]).toEqual(["refused", expect.stringMatching(/no space|ENOSPC/i)]);
			expect(readdirSync(small, { recursive: true }).sort()).toEqual(["download", "full"]);
			expect(await sql("select * from download_available")).toEqual([]);
		} finally {
			execFileSync("umount", [small]);
		}
	});

	it("does all that from the command line, with the exit codes of the others", async () => {
		const env = {
			...{ PATH: process.env.PATH, HOME: folder, GRAFT_HOME: join(folder, "home") },
			EXTENSIONS_DIR: join(folder, "extensions"),
			OCS_DATABASE_URL: server.url("ocs", "ocs", "ocsweb"),
		};
		const run = async (...args: string[]) => {
			const ended = execute(process.execPath, [program, ...args], { env, cwd: folder });
			const { code = 0, stdout } = await ended.catch((error) => error);
			return { code, stdout };
		};
		const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).stdout);
		expect(await run("deploy", id, "--all")).toMatchObject({ code: 2 });
		expect(await run("deploy", id, "--yes")).toMatchObject({ code: 2 });
		expect(await run("deploy", id, "--all", "--group", "Office", "--yes")).toMatchObject({
			code: 2,
		});
		expect(await run("deploy", id, "--machine", "nobody", "--yes")).toMatchObject({ code: 2 });
		expect(await run("deploy", id, "--machine", "phone", "--yes")).toMatchObject({ code: 3 });
		const shown = (await run("deploy", id, "--all", "--dry-run")).stdout;
		expect(shown).toContain("unix: 3 machines, 3 of them without package");
		expect(shown).toContain("gets nothing: 2 with a system that is not known");
		const { hash } = await json("deploy", id, "--all", "--dry-run");
		expect(packages()).toEqual([]);
		expect(await run("deploy", id, "--all", "--plan", "0".repeat(64))).toMatchObject({ code: 3 });
		expect(await json("deploy", id, "--all", "--plan", hash)).toMatchObject({ changed: true });
		expect((await run("deploy", id, "--all", "--yes")).stdout).toContain("Nothing to do");
		await sql(
			"update devices set TVALUE = 'ERR_EXECUTE' where HARDWARE_ID = 1 and NAME = 'DOWNLOAD'",
		);
		expect((await run("deployments", id)).stdout).toMatch(
			/2 waiting, 1 error\n {2}pc1: ERR_EXECUTE/,
		);
		expect((await json("deployments")).deployments).toHaveLength(2);
		expect(await json("retry", id, "--dry-run")).toMatchObject({ retried: 1, changed: false });
		expect((await run("retry", id)).stdout).toContain("once more to 1 machine");
		expect(await run("withdraw", id)).toMatchObject({ code: 2 });
		expect(await json("withdraw", id, "--purge", "--dry-run")).toMatchObject({ withdrawn: 4 });
		expect((await run("withdraw", id, "--purge", "--yes")).stdout).toContain(
			"back from 4 machines",
		);
		expect((await run("withdraw", id, "--purge", "--yes")).stdout).toContain("nothing to do");
		expect(packages()).toEqual([]);
	});

	it("leaves alone what others have put into the folder", async () => {
		writeFileSync(join(downloads(), "note"), "of somebody else");
		await deploy(machines("pc1"));
		await withdrawDeployment({ ctx, input: { id, purge: true } });
		expect(packages()).toEqual(["note"]);
	});
});

/** Root in a container may not mount either. */
function mayMount(): boolean {
	const trial = mkdtempSync(join(tmpdir(), "graft-mount-"));
	const may = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", trial]).status === 0;
	if (may) spawnSync("umount", [trial]);
	rmSync(trial, { recursive: true });
	return may;
}
