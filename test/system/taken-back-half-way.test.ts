import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { withdrawDeployment } from "@graft/services/deliveries/withdraw-deployment";
import { activateExtension } from "@graft/services/extensions/activate-extension";
import { applyPlan } from "@graft/services/servers/apply-plan";
import { planServer } from "@graft/services/servers/plan-server";
import { previewRemoval, removeExtension } from "@graft/services/way/remove-extension";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { faultyContext } from "../builders/faulty-context.ts";
import { patient } from "../patience.ts";
import { program } from "./command-line.ts";
import {
	all,
	type DeploymentPlace,
	id,
	makeDeploymentPlace,
	startOcsDatabase,
} from "./deployment-place.ts";
import { type Mariadb, noOcsSchema } from "./mariadb.ts";

const execute = promisify(execFile);
const faults = ["lost", "refused"] as const;

describe.skipIf(noOcsSchema)("a deployment or an extension that is taken back half-way", () => {
	let server: Mariadb;
	let place: DeploymentPlace;
	let serverDir: string;

	beforeAll(async () => {
		server = await startOcsDatabase();
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		place = await makeDeploymentPlace(server);
		serverDir = join(place.folder, "ocs");
		for (const name of ["", "plugins", "perl"]) mkdirSync(join(serverDir, name));
	});
	afterEach(async () => {
		await place?.remove();
		await server.root(`drop table if exists ${id}; delete from extensions`, "ocsweb");
	});

	const withdraw = (ctx: Context = place.ctx) =>
		withdrawDeployment({ ctx, input: { id, purge: true } });
	const wish = { id, reload: false };

	/** Agrees to what there is to see without any fault. */
	async function remove(ctx: Context = place.ctx) {
		const { hash } = await previewRemoval({ ctx: place.ctx, input: wish });
		return removeExtension({ ctx, input: { ...wish, planHash: hash } });
	}

	/** Brings it to every place that it can be taken back from. */
	async function bring(): Promise<void> {
		const { ctx } = place;
		await place.importVersion("1.0");
		await activateExtension({ ctx, input: { id } });
		const input = { id, server: { address: "local" }, serverDir, goal: "present" } as const;
		const { plan } = await planServer({ ctx, input });
		await applyPlan({ ctx, input: { ...input, planHash: plan.hash } });
		await place.deploy(all);
	}

	const offered = async () => (await place.sql("select FILEID from download_available")).length;
	const onServer = () => readdirSync(join(serverDir, "plugins")).length > 0;
	const inOcs = async () => (await place.sql("select id from extensions")).length > 0;
	const unpacked = () => readdirSync(place.env.EXTENSIONS_DIR ?? "").length > 0;

	const everywhere = async () => [
		...(await place.everything()),
		await inOcs(),
		...readdirSync(serverDir, { recursive: true }).sort(),
		unpacked(),
	];

	/** As if a lock's owner had long been silent: this process lives on, and one that lost a server mostly does not. */
	function letTimePass(): void {
		const past = new Date(Date.now() - 60_000);
		for (const path of readdirSync(place.folder, { recursive: true, encoding: "utf8" }))
			if (path.includes(".graft/")) utimesSync(join(place.folder, path), past, past);
	}

	it.each(faults)(
		"a withdrawal of which a call is %s says what is done and what is not, and goes on",
		async (what) => {
			const bare = await place.everything();
			const said: string[] = [];
			for (let call = 1; ; call += 5) {
				await place.deploy(all);
				const before = await place.everything();
				const { ctx, calls } = faultyContext(place.ctx, { call, what });
				const error = await withdraw(ctx).catch((reason: unknown) => reason);
				if (calls() < call) break;
				const isAsBefore = JSON.stringify(before) === JSON.stringify(await place.everything());
				expect({ call, isAsBefore, error }).toMatchObject({
					...{ call, isAsBefore: false },
					error: { kind: "partly-done", hint: expect.stringContaining("Run it again") },
				});
				said.push(String(error));
				letTimePass();
				await withdraw();
				expect({ call, now: await place.everything() }).toEqual({ call, now: bare });
			}
			expect(said.length).toBeGreaterThan(2);
			for (const text of said)
				expect(text).toMatch(
					/OCS no longer assigns it to 4 machines; OCS no longer offers 2 packages .* Not done/,
				);
			expect(said.some((text) => /the files of \S+ are gone/.test(text))).toBe(true);
		},
		patient(300_000),
	);

	/** What is said of each place is so. */
	async function expectTrue(text: string): Promise<void> {
		const [, done = "", undone = ""] = /(Done before that:.*?\.)? ?(Not done:.*)$/.exec(text) ?? [];
		expect({ text, offered: await offered() }).toEqual({ text, offered: 0 });
		if (done.includes("it is uninstalled from local")) expect(onServer()).toBe(false);
		if (undone.includes("its server part on local")) expect(onServer()).toBe(true);
		expect(undone).toContain("its row in OCS's database, and its folder");
		expect([await inOcs(), unpacked()]).toEqual([true, true]);
	}

	it.each(faults)(
		"a removal of which a call is %s says what is done and what is not, and goes on",
		async (what) => {
			await bring();
			await remove();
			const bare = await everywhere();
			const said: string[] = [];
			await bring();
			const looking = faultyContext(place.ctx, { call: Number.POSITIVE_INFINITY, what });
			await previewRemoval({ ctx: looking.ctx, input: wish });
			// Not every call, because each costs seconds, but some in every place.
			for (let call = looking.calls() + 4; ; call += 13) {
				await bring();
				const before = JSON.stringify(await everywhere());
				const { ctx, calls } = faultyContext(place.ctx, { call, what });
				const error = await remove(ctx).catch((reason: unknown) => reason);
				if (calls() < call) break;
				if (error instanceof GraftError) {
					const isAsBefore = before === JSON.stringify(await everywhere());
					const { kind, message, hint } = error;
					expect({ call, message, isHalf: kind === "partly-done" }).toEqual({
						...{ call, message, isHalf: !isAsBefore },
					});
					if (!isAsBefore) expect(hint).toMatch(/run it again/i);
					if (!isAsBefore) await expectTrue(error.message);
					said.push(error.message);
				}
				letTimePass();
				// A look at some other Apache of this machine may be refused, and all is done without it.
				if (error instanceof Error) await remove();
				expect({ call, now: await everywhere() }).toEqual({ call, now: bare });
			}
			for (const words of ["Half done: its packages", "Done before that: its packages"])
				expect(said.some((text) => text.includes(words))).toBe(true);
		},
		patient(900_000),
	);

	it("begins nothing while a warning about one of the places is open", async () => {
		await bring();
		const before = await everywhere();
		const input = { id, dropTables: true };
		const { hash } = await previewRemoval({ ctx: place.ctx, input });
		await expect(
			removeExtension({ ctx: place.ctx, input: { ...input, planHash: hash } }),
		).rejects.toMatchObject({ kind: "refused", problems: [{ code: "ocs/no-reload" }] });
		expect(await everywhere()).toEqual(before);
	});

	it("gives the exit code of what is partly done, and goes on when what was in the way is mended", async () => {
		const run = async (...args: string[]) => {
			const env = { PATH: process.env.PATH, HOME: place.folder, ...place.env };
			const ended = execute(process.execPath, [program, ...args, "--yes"], { env });
			const { code = 0, stderr } = await ended.catch((error) => error);
			return { code, stderr };
		};
		await bring();
		const inTheWay = join(place.folder, "pack", ".graft");
		writeFileSync(inTheWay, "");
		expect(await run("withdraw", id, "--purge")).toEqual({
			code: 4,
			stderr: expect.stringMatching(
				/\.graft is a file.*Done before that: OCS no longer assigns it to 4 .*; OCS no longer offers 2 .* Not done: .*\n {2}Run it again/,
			),
		});
		rmSync(inTheWay);
		expect(await run("withdraw", id, "--purge")).toMatchObject({ code: 0 });
		await place.deploy(all);
		await place.sql(`create trigger in_the_way before delete on extensions for each row
			signal sqlstate '45000' set message_text = 'it stays'`);
		expect(await run("remove", id, "--no-reload")).toEqual({
			code: 4,
			stderr: expect.stringMatching(
				/error: .*it stays.* Done before that: its packages .*; it is uninstalled from local\. Not done: its row .*\n {2}It was step 1 of 1: DELETE.*Run it again/,
			),
		});
		await place.sql("drop trigger in_the_way");
		expect(await run("remove", id, "--no-reload")).toMatchObject({ code: 0 });
		expect([await inOcs(), onServer(), unpacked(), await offered()]).toEqual([
			...[false, false, false, 0],
		]);
	});
});
