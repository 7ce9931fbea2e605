import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { deployExtension } from "@graft/services/deliveries/deploy-extension";
import {
	previewWithdrawal,
	withdrawDeployment,
} from "@graft/services/deliveries/withdraw-deployment";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
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
import { mayMount } from "./mount.ts";

const execute = promisify(execFile);
const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;

describe.skipIf(noOcsSchema)(`deployment that cannot be done, or is cut off${about}`, () => {
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

	it.each<[string, () => Promise<unknown>, RegExp]>([
		[
			"nobody answers",
			() => place.setLocations("127.0.0.1:1/download", "127.0.0.1:1/download"),
			/ECONNREFUSED/,
		],
		[
			"it is not there",
			() =>
				place.setLocations(
					place.served.info.replace("download", "elsewhere"),
					place.served.fragments,
				),
			/404/,
		],
		[
			"no TLS is spoken",
			() => place.setLocations(place.served.fragments, place.served.fragments),
			/Agents could not fetch https/,
		],
		[
			"fragments are not there",
			() => place.setLocations(place.served.info, place.served.info),
			/Agents could not fetch http:/,
		],
	])("leaves all as it was where %s", async (_what, spoil, words) => {
		await spoil();
		const before = await place.everything();
		const { kind, message } = await refusal(place.deploy(machines("pc1", "pc2")));
		expect(kind).toBe("refused");
		expect(message).toMatch(words);
		expect(await place.everything()).toEqual(before);
	});

	it.each<[string, () => unknown, RegExp]>([
		[
			"for another host",
			() =>
				place.setLocations(
					place.served.info.replace("127.0.0.1", "localhost"),
					place.served.fragments,
				),
			/certificate of localhost:\d+ is for another host/,
		],
		["expired", () => place.served.expire(), /holds from Jan .* 2020 GMT to Jan .* 2021 GMT/],
	])(
		"asks first where the certificate is %s, and then only says it",
		async (_what, spoil, words) => {
			await spoil();
			const before = await place.everything();
			const code = "ocs/deployment-certificate";
			const shown = await place.preview(machines("pc1"));
			expect(shown.problems).toMatchObject([
				{ severity: "warning", code, message: expect.stringMatching(words) },
				{ code: "extension/not-active" },
			]);
			const { kind, problems } = await refusal(place.deploy(machines("pc1")));
			expect([kind, problems?.map((each) => each.code)]).toEqual(["refused", [code]]);
			expect(await place.everything()).toEqual(before);
			const accepted = { accept: [code] };
			expect((await place.preview(machines("pc1"), accepted)).problems).toMatchObject([
				{ code: "extension/not-active" },
			]);
			const { notes } = await place.deploy(machines("pc1"), accepted);
			expect(notes).toEqual([expect.stringMatching(words)]);
			expect(await place.list()).toMatchObject([{ machines: { waiting: 1 } }]);
			// All is there: nothing is fetched, so nothing is asked.
			expect(await place.deploy(machines("pc1"))).toMatchObject({ changed: false });
		},
	);

	it("takes the files away again where the certificate has become a wrong one since", async () => {
		const before = await place.everything();
		const { plan } = await place.preview(machines("pc1"));
		const report = ({ kind }: { kind: string }) => kind === "step" && place.served.expire();
		const input = { id, to: machines("pc1"), planHash: plan.hash };
		const ctx = { ...place.ctx, report };
		const { problems } = await refusal(deployExtension({ ctx, input }));
		expect(problems).toMatchObject([{ code: "ocs/deployment-certificate" }]);
		expect(await place.everything()).toEqual(before);
	});

	it("leaves all as it was where something else is served, or the folder is none", async () => {
		const elsewhere = join(place.folder, "elsewhere");
		mkdirSync(elsewhere);
		const given = { downloadDir: elsewhere };
		expect((await refusal(place.deploy(machines("pc1"), given))).message).toContain("404");
		expect(readdirSync(elsewhere)).toEqual([]);
		expect(readdirSync(place.folder)).not.toContain(".graft");
		const { message } = await refusal(
			place.preview(all, { downloadDir: join(place.folder, "nowhere") }),
		);
		expect(message).toContain("is not a folder");
		expect(await place.sql("select * from download_available")).toEqual([]);
	});

	it("refuses a plan that was not shown", async () => {
		const { plan } = await place.preview(machines("pc1"));
		await place.importVersion("2.0");
		const input = { id, to: machines("pc1"), planHash: plan.hash };
		expect((await refusal(deployExtension({ ctx: place.ctx, input }))).message).toContain(
			"agreed to",
		);
		expect(place.packages()).toEqual([]);
	});

	it("goes on where it was cut off between files and rows, and can be taken back from there", async () => {
		const cut = async () => {
			await place.deploy(machines("pc1"));
			await place.sql(
				"delete from devices; delete from download_enable; delete from download_available",
			);
		};
		await cut();
		const { plan } = await place.preview(machines("pc1"));
		expect(plan.steps.map(({ kind }) => kind)).toEqual([
			...["check-address", "offer-package", "assign-package"],
		]);
		await place.deploy(machines("pc1"));
		expect(await place.list()).toMatchObject([{ machines: { waiting: 1 } }]);
		await cut();
		expect(await previewWithdrawal({ ctx: place.ctx, input: { id, purge: true } })).toMatchObject({
			withdrawn: 0,
			purged: [expect.any(String)],
		});
		await withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		expect(place.packages()).toEqual([]);
	});

	it("goes on, or is taken back, after a kill -9", async () => {
		const before = await place.everything();
		const die = async () => {
			const env = { PATH: process.env.PATH, HOME: place.folder, ...place.env };
			const came = place.served.hold();
			const child = spawn(process.execPath, [program, "deploy", id, "--all", "--yes"], { env });
			const ended = once(child, "exit");
			await came;
			child.kill("SIGKILL");
			expect(await ended).toEqual([null, "SIGKILL"]);
			// One package was put, and nobody was offered it.
			expect(place.packages()).toHaveLength(1);
			expect(await place.sql("select FILEID from download_available")).toEqual([]);
		};
		await die();
		const withdraw = () => withdrawDeployment({ ctx: place.ctx, input: { id, purge: true } });
		expect(await withdraw()).toMatchObject({ withdrawn: 0, purged: [expect.any(String)] });
		expect(await place.everything()).toEqual(before);
		await die();
		expect(await place.deploy(all)).toMatchObject({ changed: true });
		expect(await place.list()).toHaveLength(2);
		expect(await withdraw()).toMatchObject({ withdrawn: 4 });
		expect(await place.everything()).toEqual(before);
	});

	it("leaves all as it was where the database refuses its rows, and goes on where it went away", async () => {
		const before = await place.everything();
		await place.sql(`create trigger in_the_way before insert on devices for each row
			signal sqlstate '45000' set message_text = 'no more machines'`);
		const { kind, message } = await refusal(place.deploy(machines("pc1")));
		expect([kind, message]).toEqual(["refused", expect.stringContaining("no more machines")]);
		expect(await place.everything()).toEqual(before);

		await place.sql(`drop trigger in_the_way;
			create trigger in_the_way before insert on devices for each row set NEW.COMMENTS = sleep(600)`);
		const lost = refusal(place.deploy(machines("pc1")));
		const session = () =>
			server.root("select ID from information_schema.PROCESSLIST where STATE = 'User sleep'");
		await expect.poll(session, { timeout: patient(120_000) }).toHaveLength(1);
		const [[number = ""] = []] = await session();
		await server.root(`kill ${number}`);
		expect((await lost).kind).toBe("unreachable");
		await place.sql("drop trigger in_the_way");
		expect(await place.sql("select * from download_available")).toEqual([]);
		expect(place.packages()).toHaveLength(1);
		await place.deploy(machines("pc1"));
		expect(await place.list()).toMatchObject([{ machines: { waiting: 1 } }]);
	});

	it("says that machines were given it where only tidying up failed, and tidies up next time", async () => {
		await place.deploy(machines("pc1"));
		const [old] = place.packages();
		await place.importVersion("2.0");
		const { plan } = await place.preview(machines("pc1"));
		const inTheWay = join(place.folder, "pack", ".graft");
		const report = ({ text }: { text: string }) => {
			if (text.startsWith("purge package")) writeFileSync(inTheWay, "");
		};
		const input = { id, to: machines("pc1"), planHash: plan.hash };
		const { kind, message } = await refusal(
			deployExtension({ ctx: { ...place.ctx, report }, input }),
		);
		expect([kind, message]).toEqual(["partly-done", expect.stringContaining(".graft")]);
		expect(await place.list()).toMatchObject([{ version: "2.0", machines: { waiting: 1 } }]);
		expect(place.packages()).toHaveLength(2);
		rmSync(inTheWay);
		await place.deploy(machines("pc1"));
		expect(place.packages()).toHaveLength(1);
		expect(place.packages()).not.toContain(old);
	});

	it("leaves a package that is offered already as OCS's console has set it", async () => {
		await place.deploy(machines("pc1"));
		await place.sql("update download_available set PRIORITY = 9");
		const { plan } = await place.preview(machines("pc1", "twin-a"));
		expect(plan.steps.map(({ kind }) => kind)).toEqual(["check-address", "assign-package"]);
		await place.deploy(machines("pc1", "twin-a"));
		expect(await place.sql("select PRIORITY from download_available")).toEqual([["9"]]);
		expect(await place.list()).toMatchObject([{ machines: { waiting: 2 } }]);
	});

	it.runIf(mayMount())("leaves all as it was on a disk that is full", async () => {
		const small = join(place.folder, "small");
		mkdirSync(small);
		execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", small]);
		try {
			mkdirSync(join(small, "download"));
			const rest = Buffer.alloc(statfsSync(small).bfree * statfsSync(small).bsize - 8_192);
			writeFileSync(join(small, "full"), rest);
			const { kind, message } = await refusal(
				place.deploy(all, { downloadDir: join(small, "download") }),
			);
			expect([kind, message]).toEqual(["refused", expect.stringMatching(/no space|ENOSPC/i)]);
			expect(readdirSync(small, { recursive: true }).sort()).toEqual(["download", "full"]);
			expect(await place.sql("select * from download_available")).toEqual([]);
		} finally {
			execFileSync("umount", [small]);
		}
	});

	it("does all that from the command line, with the exit codes of the others", async () => {
		const env = { PATH: process.env.PATH, HOME: place.folder, ...place.env };
		const run = async (...args: string[]) => {
			const ended = execute(process.execPath, [program, ...args], { env, cwd: place.folder });
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
		for (const how of ["--yes", "--dry-run"])
			expect(await run("deploy", id, "--machine", "phone", how)).toMatchObject({ code: 3 });
		const shown = (await run("deploy", id, "--all", "--dry-run")).stdout;
		expect(shown).toContain("unix: 3 machines, 3 of them without package");
		expect(shown).toContain("gets nothing: 2 with a system that is not known");
		const { hash } = await json("deploy", id, "--all", "--dry-run");
		expect(place.packages()).toEqual([]);
		expect(await run("deploy", id, "--all", "--plan", "0".repeat(64))).toMatchObject({ code: 3 });
		expect(await json("deploy", id, "--all", "--plan", hash)).toMatchObject({ changed: true });
		expect((await run("deploy", id, "--all", "--yes")).stdout).toContain("Nothing to do");
		await place.sql(
			"update devices set TVALUE = 'ERR_EXECUTE' where HARDWARE_ID = 1 and NAME = 'DOWNLOAD'",
		);
		expect((await run("deployments", id)).stdout).toMatch(
			/2 waiting, 1 error\n {2}pc1: ERR_EXECUTE/,
		);
		expect((await json("deployments")).deployments).toHaveLength(2);
		expect(await json("retry", id, "--dry-run")).toMatchObject({ retried: 1, changed: false });
		expect((await run("retry", id)).stdout).toContain("once more to 1 machine");
		for (const asked of [["retry"], ["deployments"], ["withdraw", "--yes"]])
			expect(await run(...asked, "nosuch")).toMatchObject({ code: 2, stdout: "" });
		expect(await run("withdraw", id)).toMatchObject({ code: 2 });
		expect(await json("withdraw", id, "--purge", "--dry-run")).toMatchObject({ withdrawn: 4 });
		expect((await run("withdraw", id, "--purge", "--yes")).stdout).toContain("from 4 machines");
		expect((await run("withdraw", id, "--purge", "--yes")).stdout).toContain("nothing to do");
		expect(place.packages()).toEqual([]);
	});
});
