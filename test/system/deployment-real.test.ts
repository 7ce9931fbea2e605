import { mkdirSync, readdirSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openConnection } from "@graft/core/connections/open-connection";
import { deployExtension } from "@graft/services/deliveries/deploy-extension";
import { listDeployments } from "@graft/services/deliveries/list-deployments";
import { previewDeployment } from "@graft/services/deliveries/preview-deployment";
import { retryDeployment } from "@graft/services/deliveries/retry-deployment";
import { withdrawDeployment } from "@graft/services/deliveries/withdraw-deployment";
import { type OpenContext, openContext } from "@graft/services/open-context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import type { OcsMachine, Ran } from "./ocs-machine.ts";
import { noOcsStack, type OcsStack, startOcsStack } from "./ocs-stack.ts";

const id = "mountedvolumes";
const ours = fileURLToPath(new URL(`../../extensions/${id}`, import.meta.url));
const module = "/usr/share/perl5/Ocsinventory/Agent/Modules/Mountedvolumes.pm";

/** As it is told in docs/ocs-deployment.md: each test stands on the one before. */
describe.skipIf(noOcsStack)(
	`deployment by a real OCS Inventory${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		story();
		let folder: string;
		let stack: OcsStack;
		let machine: OcsMachine;
		let ctx: OpenContext;
		let untouched: Ran;

		beforeAll(async () => {
			folder = await mkdtemp(join(tmpdir(), "graft-deployment-"));
			mkdirSync(join(folder, "extensions"));
			await cp(ours, join(folder, "extensions", id), { recursive: true });
			stack = await startOcsStack();
			machine = await stack.startMachine("pc1");
			expect(await machine.sendInventory()).toEqual([200]);
			untouched = await modulesConf();
			ctx = await openContext({
				env: {
					GRAFT_HOME: join(folder, "home"),
					EXTENSIONS_DIR: join(folder, "extensions"),
					OCS_DATABASE_URL: stack.databaseUrl,
				},
				actor: { name: "alice", role: "administrator" },
				connect: (server) =>
					openConnection(server, {
						stateFolder: join(folder, "state"),
						knownHosts: join(folder, "known_hosts"),
					}),
			});
		});
		afterAll(async () => {
			await ctx?.close();
			await stack?.stop();
			await rm(folder, { recursive: true, force: true });
		});

		async function deploy(name: string, purpose: "install" | "uninstall" = "install") {
			const input = { id, to: { kind: "machines" as const, names: [name] }, purpose };
			const { plan } = await previewDeployment({ ctx, input });
			return deployExtension({ ctx, input: { ...input, planHash: plan.hash } });
		}
		const modulesConf = () => machine.run("cat /etc/ocsinventory/modules.conf");
		const list = () => listDeployments({ ctx, input: { id } });
		const state = async () => (await list())[0]?.list[0]?.code;
		const isDone = () =>
			expect
				.poll(state, { timeout: patient(120_000), interval: 200 })
				.toMatch(/^(SUCCESS|ERR|EXIT)/);
		const served = () => readdirSync(stack.downloads);
		const rowsLeft = async () => [
			...(await stack.database("select FILEID from download_available")),
			...(await stack.database("select FILEID from download_enable")),
			...(await stack.database("select PKG_ID from download_history")),
			...(await stack.database("select NAME from devices where NAME like 'DOWNLOAD%'")),
		];

		it("reaches a machine, which installs it", async () => {
			const { packages, notes } = await deploy("pc1");
			expect(packages.map(({ agents, assigned }) => [agents, assigned])).toEqual([
				["windows", 0],
				["unix", 1],
			]);
			expect(notes.join()).toContain("cacert.pem");
			expect(await list()).toMatchObject([{ machines: { waiting: 1 }, agents: "unix" }]);
			await machine.askForOrders();
			await isDone();
			expect(await state()).toBe("SUCCESS");
			expect((await machine.run(`test -f ${module}`)).code).toBe(0);
			expect(await deploy("pc1")).toMatchObject({ changed: false });
			expect(await modulesConf()).not.toEqual(untouched);
		});

		it("leaves nothing behind, and what was installed stays", async () => {
			// The agent tells its history with an inventory: that must go too.
			expect(await machine.sendInventory()).toEqual([200]);
			expect(await rowsLeft()).toHaveLength(5);
			const { withdrawn, installed, purged } = await withdrawDeployment({
				ctx,
				input: { id, purge: true },
			});
			expect([withdrawn, installed, purged.length]).toEqual([0, 1, 1]);
			expect(await rowsLeft()).toEqual([]);
			expect(served()).toEqual([]);
			expect(readdirSync(join(stack.downloads, ".."))).not.toContain(".graft");
			expect((await machine.run(`test -f ${module}`)).code).toBe(0);
		});

		it("reports an error, is tried again, and succeeds, also where the agent had it before", async () => {
			expect((await machine.run(`printf '# older\\n' >> ${module}`)).code).toBe(0);
			await deploy("pc1");
			const [name = ""] = served();
			const fragment = join(stack.downloads, name, `${name}-1`);
			await writeFile(fragment, "spoilt");
			await machine.askForOrders();
			await isDone();
			expect(await list()).toMatchObject([{ machines: { error: 1 }, package: name }]);
			expect(await state()).toBe("ERR_BAD_DIGEST");

			// What lies there is mended as well; nobody is given anything anew by that.
			expect(await deploy("pc1")).toMatchObject({ changed: true, packages: [{}, { assigned: 0 }] });
			expect(await state()).toBe("ERR_BAD_DIGEST");
			expect(await retryDeployment({ ctx, input: { id } })).toEqual({ retried: 1 });
			await machine.askForOrders();
			await isDone();
			expect(await state()).toBe("SUCCESS");
			expect((await machine.run(`grep -c older ${module}`)).output).toBe("0\n");
		});

		it("is taken off the machine again, and can be given to it anew", async () => {
			const [install] = await list();
			const { packages } = await deploy("pc1", "uninstall");
			expect(packages).toMatchObject([{ agents: "unix", assigned: 1 }]);
			expect(await list()).toMatchObject([{ purpose: "uninstall", machines: { waiting: 1 } }]);
			expect(served()).toEqual([packages[0]?.package]);
			await machine.askForOrders();
			await isDone();
			expect(await state()).toBe("SUCCESS");
			expect((await machine.run(`test -e ${module}`)).code).toBe(1);
			expect(await modulesConf()).toEqual(untouched);
			expect(await machine.sendInventory()).toEqual([200]);

			await deploy("pc1");
			expect(await list()).toMatchObject([{ purpose: "install", package: install?.package }]);
			await machine.askForOrders();
			await isDone();
			expect(await state()).toBe("SUCCESS");
			expect((await machine.run(`test -f ${module}`)).code).toBe(0);
		});
	},
);
