import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { panoptesFiles } from "../builders/panoptes-files.ts";
import { patient } from "../patience.ts";
import { type Instance, makeInstance, program } from "./command-line.ts";

let graft: Instance;
beforeEach(async () => {
	graft = await makeInstance();
});
afterEach(() => graft.remove());

interface Shown {
	readonly id: string;
	readonly kind: string;
	readonly state: string;
	readonly outcome: string | null;
}

const list = async (): Promise<readonly Shown[]> =>
	(await graft.json<{ operations: Shown[] }>(["operations"])).value.operations;
const latest = async (): Promise<Shown> => (await list())[0] as Shown;
const onServer = () => ["--server", "local", "--server-dir", graft.serverDir, "--yes"];

async function imported(): Promise<void> {
	expect((await graft.run(["import", await graft.zip("probe.zip")])).code).toBe(0);
}

/** Does `hit` to the process once it has told so many steps; gives how it ended, and how many it told. */
async function runUntil(args: readonly string[], steps: number, hit: NodeJS.Signals) {
	const child = spawn(process.execPath, [program, ...args], {
		env: graft.env,
		stdio: ["ignore", "ignore", "pipe"],
	});
	const ended = once(child, "exit");
	let told = 0;
	let stderr = "";
	for await (const line of createInterface({ input: child.stderr })) {
		stderr += `${line}\n`;
		if (!/^\[\d+\/\d+\]/.test(line)) continue;
		told += 1;
		if (told === steps) child.kill(hit);
	}
	const [code] = await ended;
	return { code, told, stderr };
}

describe("operations", () => {
	it("lists what was done, shows one with its steps, and follows it to an end that it exits with", async () => {
		expect((await graft.run(["operations"])).stdout).toContain("There are no operations yet.");
		await imported();
		expect((await graft.run(["install", "probe", ...onServer()])).code).toBe(0);
		const [install, archive] = await list();
		expect(install).toMatchObject({ kind: "install", state: "done" });
		expect(archive).toMatchObject({ kind: "import", state: "done" });
		const shown = await graft.run(["operations", String(install?.id.slice(0, 8))]);
		expect(shown.stdout).toMatch(/done +install probe on local/);
		expect(shown.stdout).toContain("[1/");
		expect(shown.stdout).toContain("Version 1.0 was installed on local.");
		const followed = await graft.run(["operations", String(install?.id), "--follow", "--json"]);
		const events = followed.stdout
			.trim()
			.split("\n")
			.map((line) => JSON.parse(line));
		expect(followed.code).toBe(0);
		expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
		expect(events.at(-1)).toMatchObject({ kind: "end", data: { state: "done" } });
	});

	it("says each of what cannot be asked for, in its own words", async () => {
		await imported();
		const { id } = await latest();
		const said = async (...args: string[]) => {
			const { code, stderr } = await graft.run(args);
			return { code, stderr };
		};
		expect(await said("operations", "nonsense")).toEqual({
			code: 2,
			stderr: expect.stringContaining("There is no operation nonsense."),
		});
		expect(await said("cancel", "nonsense")).toMatchObject({ code: 2 });
		expect(await said("cancel", id)).toEqual({
			code: 3,
			stderr: expect.stringContaining("It has ended already: done."),
		});
		expect(await said("undo", id)).toEqual({ code: 2, stderr: expect.stringContaining("--yes") });
		expect(await said("operations", "--follow")).toMatchObject({ code: 2 });
	});
});

describe("undo", () => {
	it("does the reverse of each, the last one first, until nothing is there", async () => {
		const before = await graft.snapshot(graft.serverDir);
		await imported();
		expect((await graft.run(["activate", "probe", "--yes"])).code).toBe(0);
		expect((await graft.run(["install", "probe", ...onServer()])).code).toBe(0);
		const [install, activate, archive] = await list();
		const undo = (shown: Shown | undefined) => graft.run(["undo", String(shown?.id), "--yes"]);

		const early = await undo(archive);
		expect(early.code, early.stderr).toBe(3);
		expect(early.stderr).toContain("probe is active");
		for (const each of [install, activate, archive]) {
			const { code, stderr } = await undo(each);
			expect(code, stderr).toBe(0);
		}
		expect(await graft.snapshot(graft.serverDir)).toEqual(before);
		expect(await readdir(String(graft.env.EXTENSIONS_DIR))).toEqual([]);
		expect((await list()).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
			...["remove done", "deactivate done", "uninstall done"],
			...["install done", "activate done", "import done"],
		]);
		const again = await undo(install);
		expect(again.code).toBe(3);
		expect(again.stderr).toContain("Something came after it: uninstall");
		const removal = await latest();
		const gone = await undo(removal);
		expect(gone.stderr).toContain("Its archives are kept");
		const told = async ({ id }: Shown) => (await graft.run(["operations", id])).stdout;
		expect(await told(archive as Shown)).toContain(
			`To undo it: install-plugin undo ${archive?.id.slice(0, 8)}`,
		);
		expect(await told(removal)).toContain("It was removed.");
		expect(await told(removal)).not.toContain("undo");
	});

	it("goes back to the version before, here and then on a server", async () => {
		await imported();
		expect((await graft.run(["install", "probe", ...onServer()])).code).toBe(0);
		const before = await graft.snapshot(graft.serverDir);
		const files = {
			...ocsFiles({ version: "2.0" }),
			"APACHE/Map.pm": `${ocsFiles()["APACHE/Map.pm"]}\n# 2\n`,
		};
		const newer = await graft.zip("newer.zip", files);
		expect((await graft.run(["install", newer, ...onServer()])).code).toBe(0);
		const [install, archive] = await list();
		const early = await graft.run(["undo", String(install?.id), "--yes"]);
		expect(early.stderr).toContain("Before it, version 1.0 of probe was there");
		for (const each of [archive, install]) {
			const { code, stderr } = await graft.run(["undo", String(each?.id), "--yes"]);
			expect(code, stderr).toBe(0);
		}
		const now = await graft.snapshot(graft.serverDir);
		const withoutReceipts = (all: Record<string, string>) =>
			Object.entries(all).filter(([path]) => !path.includes("receipt"));
		expect(withoutReceipts(now)).toEqual(withoutReceipts(before));
	});
});

describe("undo of an up", () => {
	it("takes it back on the server, in the folder and as active, and says what it undid", async () => {
		const plugins = join(graft.folder, "plugins");
		await mkdir(plugins);
		const up = async (version: string) => {
			const zip = await graft.zip(`${version}.zip`, panoptesFiles({ version }));
			const { code, stderr } = await graft.run([
				...["up", zip, "--server", "local", "--server-dir", plugins],
				...["--wait", "0", "--yes"],
			]);
			expect(code, stderr).toBe(0);
			return latest();
		};
		const there = async () =>
			Object.keys(await graft.snapshot(plugins)).filter((path) => path.endsWith(".py"));

		const first = await up("1.0");
		const second = await up("2.0");
		expect(await there()).toHaveLength(1);
		const early = await graft.run(["undo", first.id, "--yes"]);
		expect(early).toMatchObject({ code: 3, stderr: expect.stringContaining("came after it: up") });
		const { code, value } = await graft.json<object>(["undo", second.id, "--yes"]);
		expect({ code, value }).toMatchObject({
			code: 0,
			value: { kind: "undo-up", undoOf: second.id, outcome: "All that it had changed was undone." },
		});
		expect((await graft.run(["list"])).stdout).toMatch(/heartbeat +.*1\.0/);
		const undone = await graft.run(["undo", first.id, "--yes"]);
		expect(undone.code, undone.stderr).toBe(0);
		expect(await there()).toEqual([]);
		expect(await readdir(String(graft.env.EXTENSIONS_DIR))).toEqual([]);
		const again = await graft.run(["undo", (await latest()).id, "--yes"]);
		expect(again).toMatchObject({ code: 3, stderr: expect.stringContaining("as it was before") });
	});
});

describe("a process in the middle of an operation", () => {
	it("is asked by the first Ctrl-C to end before the next step, and rolls everything back", async () => {
		await imported();
		const before = await graft.snapshot(graft.serverDir);
		const { code, stderr } = await runUntil(["install", "probe", ...onServer()], 1, "SIGINT");
		expect(stderr).toContain("Cancelling: this ends before its next step");
		expect(code, stderr).toBe(8);
		expect(await graft.snapshot(graft.serverDir)).toEqual(before);
		expect(await latest()).toMatchObject({ kind: "install", state: "cancelled" });
	});

	it(
		"may be killed at any step: the next change finishes it or rolls it back, and it says which",
		async () => {
			await imported();
			const { before, after } = await ends();
			const states = new Set<string>();
			let steps = 0;
			for (let at = 1; ; at += 1) {
				const { told } = await runUntil(["install", "probe", ...onServer()], at, "SIGKILL");
				const dead = await latest();
				if (told < at) break;
				steps = at;
				// Looking changes nothing on a server: it waits for whoever changes something next.
				expect(["queued", "done"], dead.outcome ?? "").toContain(dead.state);
				const other = await graft.zip("other.zip", ocsFiles({ id: "other" }));
				await graft.run(["import", other]);
				const settled = (await list()).find(({ id }) => id === dead.id);
				states.add(String(settled?.state));
				const there = await graft.snapshot(graft.serverDir);
				expect({ at, state: settled?.state, there: shape(there) }).toEqual({
					...{ at, state: settled?.state },
					there: settled?.state === "done" ? after : before,
				});
				expect(["done", "rolled-back"]).toContain(settled?.state);
				await graft.run(["uninstall", "probe", ...onServer()]);
			}
			expect(steps).toBeGreaterThan(3);
			expect([...states]).toContain("done");
		},
		patient(600_000),
	);

	const shape = (all: Record<string, string>) =>
		Object.entries(all).filter(([path]) => !path.includes("receipt"));

	/** A server without it, and one with it. */
	async function ends() {
		const before = shape(await graft.snapshot(graft.serverDir));
		expect((await graft.run(["install", "probe", ...onServer()])).code).toBe(0);
		const after = shape(await graft.snapshot(graft.serverDir));
		expect((await graft.run(["uninstall", "probe", ...onServer()])).code).toBe(0);
		expect(shape(await graft.snapshot(graft.serverDir))).toEqual(before);
		return { before, after };
	}
});
