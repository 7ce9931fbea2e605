import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { retryDeployment } from "@graft/services/deliveries/retry-deployment";
import {
	previewWithdrawal,
	withdrawDeployment,
} from "@graft/services/deliveries/withdraw-deployment";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { program } from "./command-line.ts";
import {
	all,
	type DeploymentPlace,
	id,
	machines,
	makeDeploymentPlace,
	refusal,
	startOcsDatabase,
} from "./deployment-place.ts";
import { type Mariadb, noOcsSchema } from "./mariadb.ts";
import { noTerminal, openTerminal } from "./pseudo-terminal.ts";
import { noSshd, startSshd } from "./sshd.ts";

const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;

/** What serves the folder here is a web server of ours; OCS's own is in deployment-real.test.ts. */
describe.skipIf(noOcsSchema)(`deployment by OCS's tables${about}`, () => {
	let server: Mariadb;
	let place: DeploymentPlace;

	beforeAll(async () => {
		server = await startOcsDatabase();
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		place = await makeDeploymentPlace(server);
	});
	afterEach(() => place?.remove());

	const has = async () =>
		(
			await place.sql(`select h.NAME, a.OSNAME, d.NAME, coalesce(d.TVALUE, '-') from devices d
				join hardware h on h.ID = d.HARDWARE_ID join download_enable e on e.ID = d.IVALUE
				join download_available a on a.FILEID = e.FILEID order by h.ID, d.NAME`)
		).map((row) => row.join(" "));

	it("gives each machine the package of its agent, and says which get none", async () => {
		const before = await place.everything();
		const { plan } = await place.preview(all);
		expect(await place.everything()).toEqual(before);
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
		const { packages: done } = await place.deploy(all);
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
		const rows = await place.sql(
			"select NAME, PRIORITY, FRAGMENTS from download_available order by NAME",
		);
		expect(rows).toEqual([
			["Extension probe 1.0 (Unix)", "5", "1"],
			["Extension probe 1.0 (Windows)", "5", "1"],
		]);
		expect(await place.preview(all)).toMatchObject({ plan: { steps: [] } });
		expect(await place.deploy(all)).toMatchObject({ changed: false });
	});

	it("takes the members of a group, without those that it keeps out", async () => {
		await place.deploy({ kind: "group", name: "Office" });
		expect((await has()).filter((row) => row.endsWith("-"))).toEqual([
			"pc1 LINUX DOWNLOAD -",
			"twin LINUX DOWNLOAD -",
		]);
		expect(await place.sql("select HARDWARE_ID from devices where NAME = 'DOWNLOAD'")).toEqual([
			["1"],
			["3"],
		]);
		const { message, hint } = await refusal(place.preview({ kind: "group", name: "Nobody" }));
		expect(message + hint).toMatch(/no group Nobody.*Office/);
	});

	it("names every machine that is none or not the only one of its name, at once", async () => {
		const { kind, message } = await refusal(
			place.preview(machines("pc1", "twin", "nobody", "Office")),
		);
		expect(kind).toBe("usage");
		expect(message).toContain("twin-a, twin-b");
		expect(message).toContain("no machine nobody");
		expect(message).toContain("no machine Office");
		await place.deploy(machines("twin-b", "PC1"));
		expect(await place.list()).toMatchObject([{ agents: "unix", machines: { waiting: 2 } }]);
	});

	it("is refused where none of the machines could get anything", async () => {
		const { problems } = (await place.preview(machines("phone", "new"))).plan;
		expect(problems.map(({ code }) => code)).toEqual(["ocs/deployment-nobody"]);
		await refusal(place.deploy(machines("phone")));
		expect(place.packages()).toEqual([]);
	});

	it("replaces an older version where it is deployed, and purges that once nobody has it", async () => {
		await place.deploy(all);
		const first = place.packages();
		await place.importVersion("2.0");
		await place.deploy(machines("pc1"));
		// Windows machines have nothing new; other Unix machines keep what they have.
		expect(place.packages()).toHaveLength(3);
		expect(
			(await place.list())
				.map(({ version, agents, machines: { waiting } }) => [version, agents, waiting])
				.sort(),
		).toEqual([
			["1.0", "unix", 2],
			["1.0", "windows", 1],
			["2.0", "unix", 1],
		]);
		await place.deploy(all);
		expect(
			(await place.list()).map(({ version, agents }) => `${version} ${agents}`).sort(),
		).toEqual(["2.0 unix", "2.0 windows"]);
		// The scripts for Windows are the same in both, and so is their package.
		expect(place.packages().filter((name) => first.includes(name))).toHaveLength(1);
		expect(readdirSync(join(place.folder, "pack"))).toEqual(["download"]);
	});

	it("turns OCS's switch on, but asks where packages of others would start too", async () => {
		await place.sql("update config set IVALUE = 0 where NAME = 'DOWNLOAD'");
		const { plan } = await place.preview(machines("pc1"));
		expect(plan.steps.at(-1)).toMatchObject({ kind: "set-option", target: "DOWNLOAD" });
		expect(plan.problems).toEqual([]);
		await place.sql(`insert into download_available (FILEID, NAME, PRIORITY, FRAGMENTS, SIZE, OSNAME) values ('1700000000', 'x', 5, 1, 1, 'LINUX');
			insert into download_enable (ID, FILEID, INFO_LOC, PACK_LOC) values (900, '1700000000', 'h', 'h');
			insert into devices (HARDWARE_ID, NAME, IVALUE) values (3, 'DOWNLOAD', 900)`);
		const { problems, message } = await refusal(place.deploy(machines("pc1")));
		expect(
			problems.map(({ code }) => code),
			message,
		).toEqual(["ocs/deployment-off"]);
		expect(place.packages()).toEqual([]);
		await place.deploy(machines("pc1"), { accept: ["ocs/deployment-off"] });
		expect(await place.sql("select IVALUE from config where NAME = 'DOWNLOAD'")).toEqual([["1"]]);
	});

	it("leaves a package of somebody else alone, whatever its id or name", async () => {
		const { plan } = await place.preview(machines("pc1"));
		const [own] = plan.packages.filter(({ agents }) => agents === "unix");
		await place.sql(`insert into download_available (FILEID, NAME, PRIORITY, FRAGMENTS, SIZE, OSNAME) values
			('${own?.id}', 'theirs', 5, 1, 1, 'LINUX')`);
		const { problems } = (await place.preview(machines("pc1"))).plan;
		expect(problems.map(({ code }) => code)).toEqual(["ocs/deployment-id-taken"]);
		await place.sql(`update download_available set FILEID = '5', NAME = '${own?.name}'`);
		await place.deploy(machines("pc1"));
		await withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		expect(await place.sql("select FILEID from download_available")).toEqual([["5"]]);
	});

	it("follows machines, tries again those with an error, and takes back from some", async () => {
		await place.deploy(all);
		await place.sql(`update devices set TVALUE = 'ERR_EXECUTE', COMMENTS = 'yesterday' where NAME = 'DOWNLOAD' and HARDWARE_ID = 3;
			update devices set TVALUE = 'NOTIFIED' where NAME = 'DOWNLOAD' and HARDWARE_ID = 4;
			update devices set TVALUE = 'SUCCESS' where NAME = 'DOWNLOAD' and HARDWARE_ID = 1;
			update devices set TVALUE = 'EXIT_CODE_2' where NAME = 'DOWNLOAD' and HARDWARE_ID = 2`);
		const unix = (await place.list()).find(({ agents }) => agents === "unix");
		expect(unix?.machines).toEqual({ waiting: 0, notified: 1, success: 1, error: 1 });
		expect(unix?.list[0]).toEqual({
			...{ name: "twin", deviceId: "twin-a", state: "error", code: "ERR_EXECUTE", at: "yesterday" },
		});
		const retry = (...names: string[]) =>
			retryDeployment({
				ctx: place.ctx,
				input: { id, ...(names.length > 0 ? { machines: names } : {}) },
			});
		expect(await retry("twin-a", "pc1")).toEqual({ retried: 1 });
		expect(await retry()).toEqual({ retried: 1 });
		expect(await retry()).toEqual({ retried: 0 });
		const input = { id, machines: ["pc2", "pc1"], purge: true };
		const would = await previewWithdrawal({ ctx: place.ctx, input });
		expect(would).toMatchObject({ withdrawn: 1, installed: 1, purged: [expect.any(String)] });
		expect(await withdrawDeployment({ ctx: place.ctx, input })).toEqual(would);
		expect(await place.list()).toMatchObject([
			{ agents: "unix", machines: { notified: 1, waiting: 1 } },
		]);
	});

	it.skipIf(noSshd)("puts the files over SSH", async () => {
		const sshd = await startSshd();
		const address = {
			address: sshd.address,
			identityFile: sshd.clientKey,
			expectedHostKey: sshd.fingerprint,
		};
		try {
			expect(await place.deploy(machines("pc1"), { server: address })).toMatchObject({
				changed: true,
			});
			expect(place.packages()).toHaveLength(1);
			const input = { id, purge: true, server: address };
			expect((await withdrawDeployment({ ctx: place.ctx, input })).purged).toHaveLength(1);
			expect(await place.everything()).toEqual(expect.arrayContaining(["download"]));
			expect(place.packages()).toEqual([]);
		} finally {
			await sshd.stop();
		}
	});

	it("serves tens of thousands of machines by a few statements", async () => {
		const many = 40_000;
		await place.sql(`insert into hardware (DEVICEID, NAME, OSNAME)
			select concat('m', seq), concat('m', seq), if(seq % 2, 'Microsoft Windows 11', 'Ubuntu 24.04') from seq_1_to_${many}`);
		const asked = async () =>
			Number((await server.root("show global status like 'Questions'"))[0]?.[1]);
		const before = await asked();
		expect((await place.deploy(all)).packages.map(({ assigned }) => assigned)).toEqual([
			many / 2 + 1,
			many / 2 + 3,
		]);
		expect((await asked()) - before).toBeLessThan(200);
		const [first] = await place.list();
		expect(first?.list).toHaveLength(1_000);
		expect(await withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } })).toMatchObject({
			withdrawn: many + 4,
		});
	});

	it.skipIf(noTerminal)("asks a person for whom it is, and shows what would be done", async () => {
		const env = { PATH: process.env.PATH, HOME: place.folder, ...place.env };
		const person = openTerminal([process.execPath, program, "deploy", id], env, "deploy");
		try {
			await person.see("For which machines?");
			await person.answer("1");
			await person.see("Machines, separated by commas");
			await person.answer("pc1, twin-a");
			await person.see("unix: 2 machines, 2 of them without package");
			await person.see("Deploy this?");
			expect(place.packages()).toEqual([]);
			await person.answer("y");
			await person.see("ended with 0");
			expect(await place.list()).toMatchObject([{ machines: { waiting: 2 } }]);
		} finally {
			person.close();
		}
	});

	it("leaves alone what others have put into the folder", async () => {
		writeFileSync(join(place.downloads, "note"), "of somebody else");
		await place.deploy(machines("pc1"));
		await withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		expect(place.packages()).toEqual(["note"]);
	});
});
