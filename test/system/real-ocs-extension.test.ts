import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { readArchive } from "@graft/core/archive/read-archive";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OcsMachine } from "./ocs-machine.ts";
import { noOcsStack, type OcsStack, startOcsStack } from "./ocs-stack.ts";

const execute = promisify(execFile);
const project = fileURLToPath(new URL("../..", import.meta.url));

/** As it is told in docs/ocs-stack.md: each test stands on the one before. */
describe.skipIf(noOcsStack)(
	`our own extension on a real OCS Inventory${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		let folder: string;
		let stack: OcsStack;
		/** Gets its agent part over SSH. */
		let near: OcsMachine;
		/** Gets it by OCS's own deployment. */
		let far: OcsMachine;
		let statements: { install: string[]; remove: string[] };
		let before: Awaited<ReturnType<typeof everything>>;

		beforeAll(async () => {
			folder = await mkdtemp(join(tmpdir(), "graft-real-"));
			stack = await startOcsStack();
			[near, far] = await Promise.all([stack.startMachine("near"), stack.startMachine("far")]);
			expect(await near.sendInventory()).toEqual([200]);
			expect(await far.sendInventory()).toEqual([200]);
			before = await everything();
		}, 300_000);
		afterAll(async () => {
			await stack?.stop();
			await rm(folder, { recursive: true, force: true });
		});

		/** install-plugin, as a person runs it on the machine of the server; gives its JSON. */
		async function graft<Value>(...args: string[]): Promise<Value> {
			const { stdout } = await execute(
				process.execPath,
				[join(project, "tools/install-plugin.mjs"), ...args, "--json"],
				{
					cwd: folder,
					env: {
						PATH: process.env.PATH,
						HOME: folder,
						GRAFT_HOME: join(folder, "home"),
						EXTENSIONS_DIR: stack.extensions,
					},
				},
			).catch((error) => {
				throw new Error(`${args.join(" ")} ended with ${error.code}: ${error.stdout}`);
			});
			return JSON.parse(stdout) as Value;
		}
		const onServer = () => ["--server", "local", "--server-dir", stack.serverDir];

		/** Whatever an extension could leave behind, on the server, in its database, and on the machines. */
		async function everything() {
			const agentFiles = "/etc/ocsinventory /usr/share/perl5/Ocsinventory/Agent/Modules";
			const listed = async (machine: OcsMachine) =>
				(await machine.run(`find ${agentFiles} -type f -exec sha256sum {} + | sort`)).output;
			return {
				server: readdirSync(stack.serverDir, { recursive: true }).sort(),
				extensions: readdirSync(stack.extensions),
				tables: await stack.database("show tables"),
				near: await listed(near),
				far: await listed(far),
			};
		}

		async function rowsOf(machine: OcsMachine): Promise<number> {
			const [row] = await stack.database(
				`select count(*) from mountedvolumes v join hardware h on h.ID = v.HARDWARE_ID
				where h.NAME = '${machine.name}' and v.MOUNTPOINT like '/%'`,
			);
			return Number(row?.[0]);
		}

		/** What OCS's console does with a package, and then the agent's part of it. */
		async function deploy(path: string, machine: OcsMachine): Promise<void> {
			const { root: id, files } = readArchive(readFileSync(path));
			for (const file of files.values()) {
				mkdirSync(join(stack.downloads, id), { recursive: true });
				writeFileSync(join(stack.downloads, id, file.path), file.bytes);
			}
			const { info, fragments } = stack.locations;
			await stack.database(`
				insert into download_available (FILEID, NAME, PRIORITY, FRAGMENTS, SIZE, OSNAME, COMMENT)
					values ('${id}', 'package ${id}', 5, ${files.size - 1}, 1, 'LINUX', '');
				insert into download_enable (FILEID, INFO_LOC, PACK_LOC, CERT_PATH, CERT_FILE)
					values ('${id}', '${info}', '${fragments}', 'INSTALL_PATH', 'INSTALL_PATH/cacert.pem');
				insert into devices (HARDWARE_ID, NAME, IVALUE, TVALUE)
					select h.ID, 'DOWNLOAD', e.ID, null from hardware h, download_enable e
					where h.NAME = '${machine.name}' and e.FILEID = '${id}';`);
			await machine.askForOrders();
			const state = async () => {
				const rows = await stack.database(
					`select d.TVALUE from devices d join download_enable e on e.ID = d.IVALUE
					where d.NAME = 'DOWNLOAD' and e.FILEID = '${id}'`,
				);
				return rows.flat().join();
			};
			await expect.poll(state, { timeout: 60_000, interval: 200 }).toMatch(/^(SUCCESS|ERR|EXIT)/);
			expect(await state()).toBe("SUCCESS");
		}

		/** Written below `folder`; by the end of their names. */
		const bundle = (end: string) => {
			const name = readdirSync(join(folder, "bundles")).find((one) => one.endsWith(end));
			return join(folder, "bundles", name ?? `no bundle ends in ${end}`);
		};

		it("is imported from its zip, and OCS's own console offers it", async () => {
			expect(await stack.consoleExtensions()).toEqual([]);
			const zip = join(folder, "mountedvolumes.zip");
			await execute(process.execPath, [
				...[join(project, "tools/pack-extension.mjs")],
				...[join(project, "extensions/mountedvolumes"), zip],
			]);
			await graft("import", zip);
			await graft("activate", "mountedvolumes");
			expect(await stack.consoleExtensions()).toEqual(["mountedvolumes"]);
			const inspection = await graft<{
				parts: { database: { install: string[]; remove: string[] } };
			}>("inspect", zip);
			statements = inspection.parts.database;
		});

		it("goes to the server, which is reloaded and goes on with the same process", async () => {
			for (const statement of statements.install) await stack.database(statement);
			const parent = stack.apache();
			await graft("install", "mountedvolumes", ...onServer(), "--reload", "--yes");
			expect(stack.apache()).toBe(parent);
			const { extensions } = await graft<{
				extensions: { id: string; servers: { state: string }[] }[];
			}>("status", "mountedvolumes", ...onServer());
			expect(extensions).toMatchObject([{ servers: [{ state: "in-sync" }] }]);
			expect(await near.sendInventory()).toEqual([200]);
			expect(await rowsOf(near)).toBe(0);
		});

		it("collects rows from a machine that got its part over SSH", async () => {
			mkdirSync(join(folder, "bundles"));
			await graft(
				...["bundle", "mountedvolumes", "--deployment", "--output", join(folder, "bundles")],
				"--yes",
			);
			const unpacked = await near.run(
				"mkdir ~/graft && tar -xz -C ~/graft",
				readFileSync(bundle("-unix.tar.gz")),
			);
			expect(unpacked).toEqual({ code: 0, output: "" });
			const installed = await near.run("sh ~/graft/install.sh");
			expect(installed.code, installed.output).toBe(0);
			expect(await near.sendInventory()).toEqual([200]);
			expect(await rowsOf(near)).toBeGreaterThan(0);
		});

		it("collects rows from a machine that got its part by OCS's deployment", async () => {
			await deploy(bundle("-unix-deployment.zip"), far);
			expect(await far.sendInventory()).toEqual([200]);
			expect(await rowsOf(far)).toBeGreaterThan(0);
			expect(await rowsOf(near)).toBeGreaterThan(0);
		});

		it("would cost agents their inventory without its table, so that goes last", async () => {
			await stack.database("rename table mountedvolumes to elsewhere");
			const answers = await near.sendInventory();
			await stack.database("rename table elsewhere to mountedvolumes");
			expect(answers).toEqual([500]);
			expect(await near.sendInventory()).toEqual([200]);
		});

		it("leaves nothing behind, and agents are served at every step", async () => {
			const taken = await near.run("sh ~/graft/uninstall.sh");
			expect(taken.code, taken.output).toBe(0);
			await deploy(bundle("-unix-uninstall-deployment.zip"), far);

			const parent = stack.apache();
			await graft("uninstall", "mountedvolumes", ...onServer(), "--reload", "--yes");
			expect(stack.apache()).toBe(parent);
			expect(await near.sendInventory()).toEqual([200]);

			for (const statement of statements.remove) await stack.database(statement);
			await graft("deactivate", "mountedvolumes");
			await graft("remove", "mountedvolumes", "--yes");
			expect(await stack.consoleExtensions()).toEqual([]);
			expect(await near.sendInventory()).toEqual([200]);
			expect(await far.sendInventory()).toEqual([200]);
			expect(await everything()).toEqual(before);
		});
	},
);
