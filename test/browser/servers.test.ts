import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@graft/database/open-database";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "../system/command-line.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { lookEverywhere } from "./look-everywhere.ts";
import { administrator, setUp, upload } from "./pages.ts";

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(noChromium)(`servers in the console (${noChromium ?? "in a browser"})`, () => {
	story();
	let server: ConsoleServer;
	let shell: Instance;
	let browser: Browser;
	let page: Page;
	const inConsole = () => openDatabase(`file:${join(server.home, "graft.db")}`);
	const bring = async (id: string): Promise<void> => {
		await page.goto(`${server.url}/extensions`);
		await upload(page, `${id}.zip`, makeZip(ocsFiles({ id })));
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
		const env = { GRAFT_HOME: server.home, EXTENSIONS_DIR: server.extensions };
		const to = ["--server", "local", "--server-dir", shell.serverDir, "--no-reload"];
		const { code, stderr } = await shell.run(["install", id, ...to, "--yes"], { env });
		expect([code, stderr]).toEqual([0, expect.any(String)]);
	};
	const confOf = (id: string) => join(shell.serverDir, "plugins", `${id}.conf`);

	beforeAll(async () => {
		[server, browser, shell] = await Promise.all([startConsole(), startBrowser(), makeInstance()]);
		page = await browser.newPage();
		page.setDefaultTimeout(patient(60_000));
		await setUp(page, server);
		for (const id of ["probe", "other"]) await bring(id);
	});

	afterAll(async () => {
		await browser?.close();
		await server?.stop();
		await shell?.remove();
	});

	it("shows a viewer that only an administrator makes it forget a server", async () => {
		const database = await inConsole();
		await database.user.updateMany({ data: { role: "viewer" } });
		await page.goto(`${server.url}/extensions/probe?tab=servers`);
		const button = page.getByRole("button", { name: "Forget: local" });
		expect(await button.getAttribute("aria-disabled")).toBe("true");
		await database.user.updateMany({ data: { role: "administrator" } });
		await database.$disconnect();
	});

	it("says what stays on a server before that is forgotten, of every extension", async () => {
		await page.reload();
		await lookEverywhere(page, "servers");
		await page.getByRole("button", { name: "Forget: local" }).click();
		const dialog = page.getByRole("dialog", { name: "Forget local" });
		await dialog.getByText("Graft no longer looks after it").waitFor();
		for (const id of ["probe", "other"]) {
			await dialog.getByText(`${id} 1.0`).waitFor();
			await dialog.getByText(confOf(id)).waitFor();
		}
		await lookEverywhere(page, "forget-server");
		await dialog.getByRole("button", { name: "Cancel" }).click();
		await page.getByRole("button", { name: "Forget: local" }).waitFor();
	});

	it("does not forget one at which somebody works", async () => {
		const database = await inConsole();
		const { id: serverId } = await database.server.findFirstOrThrow();
		const [{ process } = { process: "" }] = await database.operation.findMany({
			where: { kind: "import" },
		});
		const operation = { id: "1", kind: "install", extensionId: "probe", actor: "bob", process };
		await database.operation.create({
			data: { ...operation, state: "running", startedAt: new Date(), serverId },
		});
		await page.getByRole("button", { name: "Forget: local" }).click();
		const dialog = page.getByRole("dialog", { name: "Forget local" });
		await dialog.getByRole("button", { name: "Forget it" }).click();
		await dialog.getByText("local is being worked on: install of probe by bob").waitFor();
		expect(await database.server.count()).toBe(1);
		await database.operation.delete({ where: { id: "1" } });
		await database.$disconnect();
	});

	it("forgets it, asks it nothing, and remembers who made it forget", async () => {
		const dialog = page.getByRole("dialog", { name: "Forget local" });
		await dialog.getByRole("button", { name: "Forget it" }).click();
		await page.getByText("local is forgotten. Graft did not connect to it").waitFor();
		await page.getByText("It is not installed on any server that Graft knows.").waitFor();
		for (const id of ["probe", "other"]) expect(existsSync(confOf(id))).toBe(true);
		const database = await inConsole();
		expect(await database.server.count()).toBe(0);
		const event = await database.auditEvent.findFirst({ where: { target: "local" } });
		expect(event).toMatchObject({ actor: administrator.email, detail: "other 1.0, probe 1.0" });
		await database.$disconnect();
	});
});
