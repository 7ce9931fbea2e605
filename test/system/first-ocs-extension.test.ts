import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type FollowedPage, followPage } from "./follow-page.ts";
import type { OcsConsole } from "./ocs-console.ts";
import type { OcsMachine } from "./ocs-machine.ts";
import { noOcsStack, type OcsStack, startOcsStack } from "./ocs-stack.ts";

/** Each test stands on the one before. */
describe.skipIf(noOcsStack)(
	`docs/first-ocs-extension.md, on a real OCS Inventory${noOcsStack ? ` (${noOcsStack})` : ""}`,
	() => {
		story();
		let stack: OcsStack;
		let graft: Instance;
		let console: OcsConsole;
		let machine: OcsMachine;
		let page: FollowedPage;

		beforeAll(async () => {
			stack = await startOcsStack();
			[graft, console, machine] = await Promise.all([
				makeInstance(stack.extensions),
				stack.console(),
				stack.startMachine("near"),
			]);
			expect(await machine.sendInventory()).toEqual([200]);
			const url = { input: stack.databaseUrl };
			expect(await graft.run(["database", "link", "--url-stdin"], url)).toMatchObject({ code: 0 });
			page = followPage("first-ocs-extension.md", graft, {
				up: ["--server-dir", stack.serverDir, "--wait", "0", "--yes"],
				remove: ["--yes"],
			});
		});
		afterAll(async () => {
			await stack?.stop();
			await graft?.remove();
		});

		async function edit(path: string, change: (text: string) => string): Promise<void> {
			const file = join(graft.folder, "shells", path);
			const before = await readFile(file, "utf8");
			const after = change(before);
			expect(after).not.toBe(before);
			await writeFile(file, after);
		}
		const rows = () => stack.database("select PATH, USABLE from shells order by ID");

		it("starts it", async () => {
			const said = await page.type("1. Start");
			for (const named of ["infos.json", "cd_shells/", "agent/Windows/", "test/agent.t", "LICENSE"])
				expect(said).toContain(`  ${named}`);
		});

		it("has it collect, and its own test agrees", async () => {
			const collect = page.block("2. Collect", "perl");
			await edit("agent/Unix/Shells.pm", (text) =>
				text.replace(/^sub collect \{\n.*?^\}\n/ms, () => collect),
			);
			expect(await page.type("2. Collect")).toMatch(/^ok 2 .*\n1\.\.\d+$/ms);
			await rm(join(graft.folder, "shells/agent/Windows/shells.ps1"));
			await edit("infos.json", (text) => text.replace(/"Windows",\s*/, ""));
		});

		it("packs it without a problem", async () => {
			expect(await page.type("3. Pack")).toMatch(/Packed as shells-1\.0\.zip\.\n$/);
			expect((await graft.run(["inspect", join(graft.folder, "shells-1.0.zip")])).code).toBe(0);
		});

		it("runs it: rows come from a machine, and OCS's console shows its page", async () => {
			await page.type("4. Run");
			expect(await console.active()).toMatchObject([{ id: "shells", name: "Shells" }]);
			await machine.askForOrders();
			const deployed = async () => (await graft.run(["deployments", "shells", "--json"])).stdout;
			await expect
				.poll(deployed, { timeout: patient(120_000), interval: 300 })
				.toContain('"code": "SUCCESS"');
			expect(await machine.sendInventory()).toEqual([200]);
			expect(await rows()).toContainEqual(["/bin/sh", "yes"]);
			const [[id = ""] = []] = await stack.database("select ID from hardware");
			const shown = await console.machine(id, "other");
			for (const text of ['<h4 class="item-header">SHELLS</h4>', ">Path<", ">Usable<"])
				expect(shown.includes(text), text).toBe(true);
		});

		it("upgrades it with every row, and removes it with its table", async () => {
			const before = await rows();
			await edit("infos.json", (text) => text.replace('"version": "1.0"', '"version": "1.1"'));
			const zip = join(graft.folder, "shells-1.1.zip");
			for (const step of [
				["pack", join(graft.folder, "shells"), "--output", zip],
				["up", zip, "--server", "local", "--server-dir", stack.serverDir, "--yes", "--wait", "0"],
			])
				expect(await graft.run(step)).toMatchObject({ code: 0 });
			expect(await console.active()).toMatchObject([{ id: "shells", version: "1.1" }]);
			expect(await rows()).toEqual(before);
			await page.type("5. Change it");
			expect(await console.active()).toEqual([]);
			expect(await stack.database("show tables like 'shells'")).toEqual([]);
			expect(await machine.sendInventory()).toEqual([200]);
		});
	},
);
