import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { withdrawDeployment } from "@graft/services/deliveries/withdraw-deployment";
import { previewRemoval } from "@graft/services/way/remove-extension";
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

const execute = promisify(execFile);
const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;
const uninstall = { purpose: "uninstall" } as const;

describe.skipIf(noOcsSchema)(`taking the agent part off machines by deployment${about}`, () => {
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

	/** Who has what now. */
	const has = async () =>
		(
			await place.sql(`select h.DEVICEID, a.NAME from devices d
				join hardware h on h.ID = d.HARDWARE_ID join download_enable e on e.ID = d.IVALUE
				join download_available a on a.FILEID = e.FILEID where d.NAME = 'DOWNLOAD' order by h.ID`)
		).map(([name, title]) => `${name}: ${title}`);
	const report = (where: string, value: string) =>
		place.sql(`update devices set TVALUE = '${value}' where NAME = 'DOWNLOAD' and ${where}`);

	it("takes back from the chosen machines what they were to install, and the other way round", async () => {
		await place.deploy(all);
		const given = machines("pc1", "pc2");
		const { plan, problems } = await place.preview(given, uninstall);
		expect(plan.steps.slice(-4).map(({ kind, why }) => [kind, why])).toEqual([
			["assign-package", expect.any(String)],
			["withdraw-package", '"Extension probe 1.0 (Windows)" is no longer given to them'],
			["purge-package", expect.stringContaining("nobody else has it")],
			["withdraw-package", '"Extension probe 1.0 (Unix)" is replaced'],
		]);
		expect(plan.reach.without).toEqual({ unix: 0, windows: 1, unknown: 0 });
		expect(problems).toMatchObject([{ severity: "info", code: "ocs/deployment-windows-stays" }]);
		expect(await place.deploy(given, uninstall)).toMatchObject({
			...{ purpose: "uninstall", packages: [{ agents: "unix", assigned: 1 }] },
		});
		expect(await has()).toEqual([
			"pc1-2026: Extension probe 1.0 (Unix, uninstall)",
			"twin-a: Extension probe 1.0 (Unix)",
			"twin-b: Extension probe 1.0 (Unix)",
		]);
		const [[comment] = []] = await place.sql(
			"select COMMENT from download_available where NAME like '%uninstall)'",
		);
		expect(comment).toMatch(/^Uninstalls .*\[graft probe 1\.0 unix uninstall\]$/);
		expect(
			(await place.list()).map(({ purpose, machines }) => [purpose, machines.waiting]),
		).toEqual(
			expect.arrayContaining([
				["install", 2],
				["uninstall", 1],
			]),
		);
		expect(await place.deploy(given, uninstall)).toMatchObject({ changed: false });

		await place.deploy(all);
		expect(await has()).toEqual([
			"pc1-2026: Extension probe 1.0 (Unix)",
			"pc2-2026: Extension probe 1.0 (Windows)",
			"twin-a: Extension probe 1.0 (Unix)",
			"twin-b: Extension probe 1.0 (Unix)",
		]);
		expect(place.packages()).toHaveLength(2);
		await withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		expect(place.packages()).toEqual([]);
	});

	it("is no plan to install, and nothing for machines without a Unix agent", async () => {
		const before = await place.everything();
		const { plan } = await place.preview(machines("pc1"));
		expect((await place.preview(machines("pc1"), uninstall)).plan.hash).not.toBe(plan.hash);
		const { message, problems } = await refusal(place.deploy(machines("pc2"), uninstall));
		expect(message).toContain("can uninstall the agent part of probe: 1 with Windows");
		expect(problems.map(({ code }) => code)).toEqual([
			"ocs/deployment-nobody",
			"ocs/deployment-windows-stays",
		]);
		expect(await place.everything()).toEqual(before);
	});

	it("is told as what it is on the command line", async () => {
		const env = { PATH: process.env.PATH, HOME: place.folder, ...place.env };
		const run = async (...args: string[]) =>
			(await execute(process.execPath, [program, ...args], { env, cwd: place.folder })).stdout;
		const wish = ["deploy", id, "--all", "--uninstall"];
		const shown = await run(...wish, "--dry-run");
		expect(shown).toContain("Plan to uninstall probe 1.0 from all machines");
		expect(shown).toContain("gets nothing: 1 with Windows");
		expect(shown).toContain("ocs/deployment-windows-stays");
		expect(JSON.parse(await run(...wish, "--yes", "--json"))).toMatchObject({
			...{ purpose: "uninstall", packages: [{ assigned: 3 }] },
		});
		expect(await run(...wish, "--yes")).toContain(
			"these machines already have the package that uninstalls probe",
		);
		expect(await run("deployments")).toContain("(unix, uninstall): 3 waiting");
	});

	it("is what removing says should come before it, as long as machines have the agent part", async () => {
		const notes = async () => (await previewRemoval({ ctx: place.ctx, input: { id } })).notes;
		await place.deploy(all);
		expect(await notes()).toEqual([]);
		await report("HARDWARE_ID in (1, 2)", "SUCCESS");
		// One that was installed by hand is only known by its rows.
		await place.sql(
			"create table probe (ID int, HARDWARE_ID int); insert into probe values (1, 3)",
		);
		expect(await notes()).toEqual([
			expect.stringMatching(/^Its module stays on 2 machines .*deploy probe --uninstall --all$/),
			expect.stringMatching(/^Its script stays on 1 machine with Windows/),
		]);
		await place.deploy(machines("pc1", "twin-a"), uninstall);
		await report("HARDWARE_ID in (1, 3)", "SUCCESS_0");
		expect(await notes()).toEqual([expect.stringContaining("1 machine with Windows")]);
		await place.sql("drop table probe");
	});
});
