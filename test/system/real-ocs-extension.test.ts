import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { DeliveryState } from "@graft/core/platforms/delivery";
import type { ExtensionStatus } from "@graft/services/servers/get-status";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Files } from "../builders/tree.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type Instance, makeInstance, project } from "./command-line.ts";
import type { OcsConsole } from "./ocs-console.ts";
import type { OcsMachine } from "./ocs-machine.ts";
import { noOcsStack, type OcsStack, startOcsStack } from "./ocs-stack.ts";

const id = "mountedvolumes";
const agentModules = "/usr/share/perl5/Ocsinventory/Agent/Modules";

/** As it is told in docs/ocs-stack.md: each test stands on the one before. */
describe.skipIf(noOcsStack)(
	`our own extension on a real OCS Inventory${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		story();
		let stack: OcsStack;
		let graft: Instance;
		let console: OcsConsole;
		/** Gets its agent part over SSH. */
		let near: OcsMachine;
		/** Gets it by OCS's own deployment. */
		let far: OcsMachine;
		let zip: string;
		let before: unknown;

		beforeAll(async () => {
			stack = await startOcsStack();
			[graft, console, near, far] = await Promise.all([
				makeInstance(stack.extensions),
				stack.console(),
				stack.startMachine("near"),
				stack.startMachine("far"),
			]);
			expect(await near.sendInventory()).toEqual([200]);
			expect(await far.sendInventory()).toEqual([200]);
			const linked = await graft.run(["database", "link", "--url-stdin"], {
				input: stack.databaseUrl,
			});
			expect(linked).toMatchObject({ code: 0 });
			zip = join(graft.folder, "mountedvolumes.zip");
			const packed = ["pack", join(project, "extensions", id), "--output", zip];
			expect(await graft.run(packed)).toMatchObject({ code: 0 });
			before = await everything();
		});
		afterAll(async () => {
			await stack?.stop();
			await graft?.remove();
		});

		const onServer = () => ["--server", "local", "--server-dir", stack.serverDir];
		const done = async <Value>(...args: string[]): Promise<Value> => {
			const { code, value } = await graft.json<Value>(args);
			expect([code, value]).toEqual([0, value]);
			return value;
		};
		const status = async (): Promise<ExtensionStatus> => {
			const { value } = await graft.json<{ extensions: [ExtensionStatus] }>(["status", id]);
			return value.extensions[0];
		};
		const deployments = async () =>
			(await done<{ deployments: DeliveryState[] }>("deployments", id)).deployments;

		/** Whatever an extension could leave behind, on the server, in its database, and on the machines. */
		async function everything() {
			const listed = async (machine: OcsMachine) =>
				(
					await machine.run(
						`find /etc/ocsinventory ${agentModules} -type f -exec sha256sum {} + | sort`,
					)
				).output;
			return {
				server: await graft.snapshot(stack.serverDir),
				extensions: readdirSync(stack.extensions),
				downloads: readdirSync(join(stack.downloads, ".."), { recursive: true }).sort(),
				tables: await stack.database("show tables"),
				// Without download_history: agents tell what they once installed with each inventory.
				rows: await stack.database(`
					select * from extensions; select * from config where NAME like 'DOWNLOAD%';
					select * from download_available; select * from download_enable;
					select * from devices`),
				near: await listed(near),
				far: await listed(far),
			};
		}

		/** OCS's console opens, shows exactly this as active, and takes no second one. */
		async function expectConsole(active: object[]): Promise<void> {
			expect(await console.active()).toMatchObject(active);
			if (active.length > 0)
				expect(await console.install(id)).toBe("This extension is already installed.");
		}
		async function expectServed(): Promise<void> {
			expect(await near.sendInventory()).toEqual([200]);
			expect(await far.sendInventory()).toEqual([200]);
		}

		const rows = () =>
			stack.database(`select h.NAME, v.* from ${id} v join hardware h on h.ID = v.HARDWARE_ID
				order by h.NAME, v.MOUNTPOINT, v.ID`);
		/** How many rows each machine has. */
		async function counts() {
			const found = { near: 0, far: 0 };
			for (const [name] of await rows()) found[name as keyof typeof found]++;
			return found;
		}
		const some = expect.toSatisfy((count: number) => count > 0, "more than none");

		/** The agent asks for orders, and goes on with them by itself. */
		async function fetchPackage(machine: OcsMachine): Promise<string | null | undefined> {
			await machine.askForOrders();
			const state = async () => {
				const lists = (await deployments()).flatMap(({ list }) => list);
				return lists.find(({ name }) => name === machine.name)?.code;
			};
			await expect
				.poll(state, { timeout: patient(120_000), interval: 300 })
				.toMatch(/^(SUCCESS|ERR|EXIT)/);
			return state();
		}

		/** As a person does it who has no deployment; `install.sh` or `uninstall.sh`. */
		async function runBundle(machine: OcsMachine, script: string): Promise<void> {
			const folder = join(graft.folder, "bundles");
			const name = readdirSync(folder).find((one) => one.endsWith("-unix.tar.gz")) ?? "";
			const unpacked = await machine.run(
				"mkdir -p ~/graft && tar -xz -C ~/graft",
				readFileSync(join(folder, name)),
			);
			expect(unpacked).toEqual({ code: 0, output: "" });
			const ran = await machine.run(`sh ~/graft/${script}`);
			expect(ran.code, ran.output).toBe(0);
		}

		it("is shown as one plan over all places, and nothing is written by that", async () => {
			const plan = await done<{ steps: { place: string }[]; problems: unknown[] }>(
				...["up", zip, ...onServer(), "--all", "--dry-run"],
			);
			const places = [...new Set(plan.steps.map(({ place }) => place))];
			expect(places).toEqual(["extensions", "database", expect.any(String), "agents"]);
			expect(await everything()).toEqual(before);
			expect(await console.offered()).toEqual([]);
			await expectConsole([]);
		});

		it("is active for OCS's own console as if that had done it", async () => {
			await done("import", zip);
			expect(await console.offered()).toEqual([id]);
			await done("activate", id, "--yes");
			await expectConsole([
				{
					...{ id, name: "Mounted volumes", version: "1", licence: "MIT" },
					author: "The Graft contributors",
					description: expect.stringMatching(/^Volumes and where they are mounted/),
				},
			]);
			await expectServed();
		});

		it("goes to the server, which is reloaded and goes on with the same process", async () => {
			const parent = stack.apache();
			await done("install", id, ...onServer(), "--reload", "--yes");
			expect(stack.apache()).toBe(parent);
			await expectServed();
			await expectConsole([{ id }]);
			expect(await status()).toMatchObject({
				...{ active: true, database: { linked: true, state: "in-sync" } },
				servers: [{ state: "in-sync", errors: { count: 0 } }],
				agents: { expected: 2, inventoried: 2, reporting: 0, silent: ["far", "near"] },
			});
		});

		it("collects rows from a machine that got its part over SSH", async () => {
			const folder = join(graft.folder, "bundles");
			await done("bundle", id, "--output", folder, "--yes");
			await runBundle(near, "install.sh");
			await expectServed();
			expect(await counts()).toEqual({ near: some, far: 0 });
			expect(await status()).toMatchObject({ agents: { reporting: 1, silent: ["far"] } });
		});

		it("tells a machine's error, and collects its rows once that is mended and tried again", async () => {
			const readOnly = `mount --bind ${agentModules} ${agentModules} && mount -o remount,bind,ro ${agentModules}`;
			expect(await far.run(readOnly)).toMatchObject({ code: 0 });
			await done("deploy", id, "--machine", "far", "--yes");
			expect(await fetchPackage(far)).toMatch(/^(ERR|EXIT)/);
			const [told] = (await deployments()).filter(({ agents }) => agents === "unix");
			expect(told).toMatchObject({ machines: { error: 1, success: 0 }, version: "1.0" });
			expect(await far.run(`umount ${agentModules}`)).toMatchObject({ code: 0 });

			expect(await done("retry", id, "--yes")).toMatchObject({ retried: 1 });
			expect(await fetchPackage(far)).toBe("SUCCESS");
			await expectServed();
			await expectConsole([{ id }]);
			expect(await counts()).toEqual({ near: some, far: some });
			expect(await status()).toMatchObject({
				...{ database: { state: "in-sync" }, servers: [{ state: "in-sync" }] },
				agents: { expected: 2, reporting: 2, silent: [] },
			});
		});

		it("is upgraded with every row while agents go on sending", async () => {
			const kept = await rows();
			const [packaged] = await deployments();
			const second = await graft.zip("second.zip", await secondVersion());
			let over = false;
			const answers: number[] = [];
			const sending = (async () => {
				do answers.push(...(await near.sendInventory()));
				while (!over);
			})();
			const up = await done<{ version: string; rows: { arrived: boolean } }>(
				...["up", second, ...onServer(), "--all", "--yes"],
			).finally(() => {
				over = true;
			});
			await sending;
			expect(up).toMatchObject({ version: "1.1", rows: { arrived: true } });
			expect(new Set(answers)).toEqual(new Set([200]));
			await expectConsole([{ id, version: "1.1" }]);
			const far1 = (list: string[][]) => list.filter(([name]) => name === "far");
			expect(far1(await rows())).toEqual(far1(kept).map((row) => [...row, "NULL"]));

			const given = await deployments();
			expect(given.map(({ version }) => version)).toEqual(["1.1"]);
			expect(readdirSync(stack.downloads)).toEqual([given[0]?.package]);
			expect(given[0]?.package).not.toBe(packaged?.package);
			for (const machine of [near, far]) expect(await fetchPackage(machine)).toBe("SUCCESS");
			await expectServed();
			const origins = new Set((await rows()).map((row) => row.at(-1)));
			expect(origins).toEqual(new Set(["kernel"]));
			expect(await counts()).toEqual({ near: some, far: some });
			expect((await status()).agents).toMatchObject({ reporting: 2, silent: [] });
		});

		it("is deactivated with its rows kept, also where OCS's console installs it again", async () => {
			const kept = await rows();
			await done("deactivate", id, "--yes");
			await expectConsole([]);
			expect(await rows()).toEqual(kept);
			expect(await status()).toMatchObject({ active: false, database: { state: "missing" } });
			await expectServed();

			expect(await console.install(id)).toContain("Extension successfully installed!");
			await expectConsole([{ id, version: "1.1" }]);
			expect(await status()).toMatchObject({ active: true, database: { state: "in-sync" } });
			const { extensions } = await done<{ extensions: object[] }>("list");
			expect(extensions).toMatchObject([{ id, active: true, version: "1.1" }]);
			const now = await rows();
			await done("activate", id, "--yes");
			expect(await rows()).toEqual(now);
			await expectConsole([{ id, version: "1.1" }]);
		});

		it("is pointed out where OCS's console took its table from under the server, and healed", async () => {
			expect(await console.uninstall(id)).toBe("Extension successfully uninstalled!");
			expect(await near.sendInventory()).toEqual([500]);
			expect(await status()).toMatchObject({
				...{ active: false, database: { state: "missing" } },
				servers: [{ errors: { count: 1, last: expect.stringMatching(/doesn't exist/) } }],
			});
			await done("activate", id, "--yes");
			await expectServed();
			await expectConsole([{ id }]);
			expect(await counts()).toEqual({ near: some, far: some });
		});

		it("is removed from everywhere with its rows in a file, and leaves nothing behind", async () => {
			const kept = await rows();
			const file = join(graft.folder, "kept.sql.gz");
			const parent = stack.apache();
			await done("remove", id, "--drop-tables", "--export", file, "--yes");
			expect(stack.apache()).toBe(parent);
			await expectServed();
			for (const machine of [near, far]) await runBundle(machine, "uninstall.sh");
			await expectServed();
			expect(await console.offered()).toEqual([]);
			await expectConsole([]);
			expect(await everything()).toEqual(before);

			await stack.administer(
				`create database other; use other; create view hardware as select * from ocsweb.hardware;
				${gunzipSync(await readFile(file)).toString()}`,
			);
			const other = await stack.administer(`use other; select h.NAME, v.* from ${id} v
				join hardware h on h.ID = v.HARDWARE_ID order by h.NAME, v.MOUNTPOINT, v.ID`);
			expect(other).toEqual(kept);
		});
	},
);

/** One column more, one wider, and a new field from agent to table. */
async function secondVersion(): Promise<Files> {
	const folder = join(project, "extensions", id);
	const files: Files = {};
	for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
		const path = join(entry.parentPath, entry.name);
		if (entry.isFile()) files[path.slice(folder.length + 1)] = await readFile(path, "utf8");
	}
	const change = (path: string, from: string, to: string) => {
		const text = String(files[path]);
		if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
		files[path] = text.replace(from, to);
	};
	change("infos.json", '"version": "1.0"', '"version": "1.1"');
	change("install.php", "FILESYSTEM VARCHAR(64)", "FILESYSTEM VARCHAR(128)");
	change("install.php", "PRIMARY KEY", "ORIGIN VARCHAR(32) DEFAULT NULL,\n        PRIMARY KEY");
	change("APACHE/Map.pm", "LABEL      => {},", "LABEL      => {},\n        ORIGIN     => {},");
	change("agent/Unix/Mountedvolumes.pm", "LABEL      => '',", "LABEL => '', ORIGIN => 'kernel',");
	return files;
}
