import { join } from "node:path";
import { openDatabase } from "@graft/database/open-database";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "../system/mariadb.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { setUp } from "./pages.ts";

const missing = noChromium ?? noOcsSchema;
const password = "pass:w/ord";

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(missing)(`the console and OCS's database (${missing ?? "in a browser"})`, () => {
	let server: ConsoleServer;
	let mariadb: Mariadb;
	let browser: Browser;
	let page: Page;
	const answers: Promise<string>[] = [];

	beforeAll(async () => {
		[server, browser, mariadb] = await Promise.all([
			startConsole(),
			startBrowser(),
			startMariadb(),
		]);
		await makeOcsDatabase(mariadb, "ocsweb");
		await mariadb.root(
			`create user graft@'%' identified by '${password}'; grant all on ocsweb.* to graft@'%'`,
		);
		page = await browser.newPage();
		page.setDefaultTimeout(15_000);
		page.on("response", (response) => answers.push(response.text().catch(() => "")));
		await setUp(page, server);
	});

	afterAll(async () => {
		await browser?.close();
		await server?.stop();
		await mariadb?.dispose();
	});

	it("tells what is wrong with a database before it is linked", async () => {
		await page.getByRole("link", { name: "Settings" }).click();
		await page.getByLabel("URL of the database").fill(mariadb.url("graft", "wrong", "ocsweb"));
		await page.getByRole("button", { name: "Check and link" }).click();
		await page
			.getByRole("alert")
			.getByText(/Access denied/)
			.waitFor();
		await mariadb.root("rename table ocsweb.extensions to ocsweb.away");
		await page.getByLabel("URL of the database").fill(mariadb.url("graft", password, "ocsweb"));
		await page.getByRole("button", { name: "Check and link" }).click();
		await page.getByRole("alert").getByText("ocs/database-tables-missing").waitFor();
		await mariadb.root("rename table ocsweb.away to ocsweb.extensions");
	});

	it("links it, and neither shows nor sends the password again", async () => {
		await page.getByLabel("URL of the database").fill(mariadb.url("graft", password, "ocsweb"));
		await page.getByRole("button", { name: "Check and link" }).click();
		const linked = page.getByRole("region", { name: "The linked database" });
		await linked.getByText("Usable").waitFor();
		await linked.getByText(`mysql://graft@127.0.0.1:${mariadb.port}/ocsweb`).waitFor();
		await page.reload();
		await linked.getByText("Usable").waitFor();
		expect(await page.getByLabel("URL of another database").inputValue()).toBe("");
		const heard = (await Promise.all(answers)).join("\n");
		expect(heard).toContain(`mysql://graft@127.0.0.1:${mariadb.port}/ocsweb`);
		for (const secret of [password, encodeURIComponent(password)]) {
			expect(heard).not.toContain(secret);
			expect(server.log()).not.toContain(secret);
		}
	});

	it("looks again, and says that the database has gone", async () => {
		await mariadb.kill();
		await page.getByRole("button", { name: "Check again" }).click();
		await page.getByText("ocs/database-unreachable").waitFor();
		await mariadb.start();
		await page.getByRole("button", { name: "Check again" }).click();
		await page.getByText("Usable").waitFor();
	});

	it("unlinks it, and forgets how it was reached", async () => {
		await page.getByRole("button", { name: "Unlink" }).click();
		await page.getByRole("button", { name: "Unlink it" }).click();
		await page.getByLabel("URL of the database").waitFor();
		const database = await openDatabase(`file:${join(server.home, "graft.db")}`);
		expect(await database.ocsDatabaseLink.count()).toBe(0);
		await database.$disconnect();
	});
});
