import { getProof } from "@graft/services/proof/get-proof";
import { waitForRows } from "@graft/services/proof/wait-for-rows";
import { getStatus } from "@graft/services/servers/get-status";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "../../packages/services/test/instance.ts";
import { shorthands } from "../../packages/services/test/shorthands.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Instance as CommandLine, makeInstance as makeCommandLine } from "./command-line.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";

const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;
const id = "probe";

describe.skipIf(noOcsSchema)(`proof by data in OCS's own database${about}`, () => {
	let server: Mariadb;
	let instance: Instance;
	let commandLine: CommandLine;
	let url: string;
	const { importFiles } = shorthands(() => instance);
	const ctx = () => ({ ...instance.ctx, linkUrls: new Map([["ocs-inventory", url]]) });
	const proof = (of = id) => getProof({ ctx: ctx(), input: { id: of } });
	const sql = (...statements: readonly string[]) => server.root(statements.join(";"), "ocsweb");
	const machine = (name: string, system: string | null, inventoried: string) =>
		`insert into hardware (DEVICEID, NAME, OSNAME, LASTDATE) values
		('${name}-2026', '${name}', ${system === null ? "null" : `'${system}'`}, ${inventoried})`;
	const row = (name: string, table = id) =>
		`insert into \`${table}\` (HARDWARE_ID, MOUNT) select ID, '/' from hardware where NAME = '${name}'`;
	const cliWith = (to: string, ...args: readonly string[]) =>
		commandLine.run(args, { env: { ...instance.env, OCS_DATABASE_URL: to } });
	const cli = (...args: readonly string[]) => cliWith(url, ...args);
	const before = "'2026-01-01 00:00:00' - interval 1 day";
	const after = "'2026-01-01 00:00:00'";

	/** As OCS's console activates an extension: its tables, and its row. */
	const activate = async () => {
		const { parts } = (await importFiles(ocsFiles())).inspection;
		await sql(
			...parts.database.install,
			`insert into extensions (id, name, description, version, licence, author, contributor, install_date)
			values ('${id}', 'Extension ${id}', 'What ${id} collects', 1.0, 'GPLv2', 'A. Author', 'A. Author', ${after})`,
		);
	};

	beforeAll(async () => {
		[server, instance, commandLine] = await Promise.all([
			...([startMariadb(), makeInstance(), makeCommandLine()] as const),
		]);
		await makeOcsDatabase(server, "ocsweb");
		await server.root(
			"create user ocs@'127.0.0.1' identified by 'ocs'; grant all on ocsweb.* to ocs@'127.0.0.1'",
		);
		url = server.url("ocs", "ocs", "ocsweb");
		await activate();
	});
	beforeEach(() => sql("delete from hardware", `delete from ${id}`));
	afterAll(async () => {
		await server?.dispose();
		await instance?.dispose();
		await commandLine?.remove();
	});

	it("counts no machines where there are none", async () => {
		expect(await proof()).toEqual({
			active: true,
			database: { linked: true, state: "in-sync" },
			agents: {
				...{ expected: 0, inventoried: 0, reporting: 0 },
				...{ silent: [], silentCount: 0, lastRow: null },
			},
		});
	});

	it("tells who reports, who is silent, and who has not been heard of since", async () => {
		await sql(
			machine("reports", "Debian GNU/Linux 12", `${after} + interval 1 hour`),
			machine("silent-b", "Microsoft Windows 11 Pro", after),
			machine("silent-a", "macOS", after),
			machine("waits", "AIX", before),
			machine("never", "AIX", "null"),
			machine("telephone", "Android 9", after),
			machine("by-hand", null, after),
			machine("nameless-system", "", after),
			machine("reports-before", "Ubuntu", before),
			"insert into hardware (DEVICEID, NAME, LASTDATE, OSNAME) values ('_SYSTEMGROUP_', 'a group', now(), 'Linux'), ('_DOWNLOADGROUP_', 'b', now(), 'Linux')",
			row("reports"),
			row("reports"),
			row("reports-before"),
		);
		const [[latest] = []] = await sql(
			`select date_format(convert_tz(${after} + interval 1 hour, @@session.time_zone, '+00:00'), '%Y-%m-%dT%H:%i:%s.000Z')`,
		);
		expect((await proof()).agents).toEqual({
			...{ expected: 6, inventoried: 3, reporting: 2 },
			...{ silent: ["silent-a", "silent-b"], silentCount: 2 },
			lastRow: latest,
		});
	});

	it("expects only machines whose agent has a part, and none where nothing would arrive", async () => {
		await sql(
			machine("unix", "Debian GNU/Linux 12", after),
			machine("windows", "MICROSOFT WINDOWS 7", after),
		);
		const expected = async (name: string, without: RegExp) => {
			const files = ocsFiles({ id: name });
			await importFiles(
				Object.fromEntries(Object.entries(files).filter(([path]) => !without.test(path))),
			);
			await sql(
				`insert into extensions (id, name, version, install_date) values ('${name}', '', 1, ${after})`,
			);
			const { agents } = await proof(name);
			await sql(`delete from extensions where id = '${name}'`);
			return { expected: agents?.expected, silent: agents?.silent };
		};
		expect(await expected("both", /^none$/)).toEqual({ expected: 2, silent: ["unix", "windows"] });
		expect(await expected("unixonly", /\.ps1$/)).toEqual({ expected: 1, silent: ["unix"] });
		expect(await expected("windowsonly", /\.pm$/)).toEqual({ expected: 0, silent: [] });
		expect(await expected("pages", /^(agent|APACHE)\//)).toEqual({ expected: 0, silent: [] });
	});

	it("names the first thousand that are silent, and counts all", async () => {
		await sql(
			`insert into hardware (DEVICEID, NAME, OSNAME, LASTDATE)
			select seq, concat('pc', lpad(seq, 6, '0')), 'Debian', ${after} from seq_1_to_20000`,
			`insert into ${id} (HARDWARE_ID, MOUNT) select ID, '/' from hardware where DEVICEID <= 12000`,
		);
		const { agents } = await proof();
		expect(agents).toMatchObject({ expected: 20_000, reporting: 12_000, silentCount: 8_000 });
		expect(agents?.silent).toHaveLength(1_000);
		expect(agents?.silent.slice(0, 2)).toEqual(["pc012001", "pc012002"]);
		const told = await cli("status", id);
		expect(told).toMatchObject({ code: 0, stderr: "" });
		expect(told.stdout).toContain(
			"probe 1.0 · database in sync · 12,000 of 20,000 machines report it (8,000 silent: pc012001, pc012002, pc012003, pc012004, pc012005, …)\n",
		);
	});

	it("goes on where a table is gone: nobody reports, and the state says why", async () => {
		await sql(machine("pc", "Debian", after), `rename table ${id} to aside`);
		try {
			expect(await proof()).toMatchObject({
				database: { linked: true, state: "drifted" },
				agents: { expected: 1, reporting: 0, silent: ["pc"], lastRow: null },
			});
			const told = await cli("status", id);
			expect(told).toMatchObject({ code: 7, stderr: "" });
			expect(told.stdout).toContain("database drifted · 0 of 1 machine report it (1 silent: pc)");
		} finally {
			await sql(`rename table aside to ${id}`);
		}
	});

	it("takes OCS's own row for what is active", async () => {
		await sql("create table kept like extensions", "insert into kept select * from extensions");
		await sql(`delete from extensions where id = '${id}'`);
		const [status] = (await getStatus({ ctx: ctx(), input: { id } })).extensions;
		expect(status).toMatchObject({
			...{ active: false, database: { linked: true, state: "missing" }, agents: null },
		});
		await expect(
			waitForRows({ ctx: ctx(), input: { id, deadlineSeconds: 0 } }),
		).rejects.toMatchObject({ kind: "refused", message: expect.stringContaining("not active") });
		await sql(`insert into extensions select * from kept where id = '${id}'`, "drop table kept");
		expect(await proof()).toMatchObject({ active: true, database: { state: "in-sync" } });
	});

	it("can be waited for", async () => {
		await sql(machine("one", "Debian", after), machine("two", "Debian", after), row("one"));
		const wait = (machines: number, deadlineSeconds: number) =>
			waitForRows({ ctx: ctx(), input: { id, machines, deadlineSeconds } });
		expect(await wait(1, 0)).toMatchObject({ arrived: true, agents: { reporting: 1 } });
		expect(await wait(2, 0)).toMatchObject({ arrived: false, agents: { silent: ["two"] } });
		const [arrival] = await Promise.all([wait(2, 120), sql(row("two"))]);
		expect(arrival).toMatchObject({ arrived: true, agents: { reporting: 2, silent: [] } });
		expect(instance.reported.at(-1)).toMatchObject({ kind: "step", done: 2, total: 2 });
	});

	it("is nothing where no database is linked, and says why where it does not answer", async () => {
		const unlinked = { database: { linked: false, state: null }, agents: null };
		expect(await getProof({ ctx: instance.ctx, input: { id } })).toMatchObject(unlinked);
		const gone = await cliWith(server.url("ocs", "wrong", "ocsweb"), "status", id, "--quiet");
		expect(gone.code).toBe(0);
		expect(gone.stdout).toContain("database refused");
		expect(gone.stderr).toMatch(/^[^\n]*Access denied[^\n]*\n$/);
	});
});
