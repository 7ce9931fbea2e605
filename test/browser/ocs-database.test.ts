import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openDatabase } from "@graft/database/open-database";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "../system/mariadb.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { setUp, upload } from "./pages.ts";

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

	it("shows the plan of an activation, and sends what was shown", async () => {
		await page.goto(`${server.url}/extensions`);
		await upload(page, "probe.zip", makeZip(ocsFiles()));
		await page.getByRole("button", { name: "Import and activate" }).click();
		const review = page.getByRole("dialog", { name: "Activate Extension probe" });
		await review.getByText("CREATE TABLE IF NOT EXISTS probe").waitFor();
		expect(await mariadb.root("show tables like 'probe'", "ocsweb")).toEqual([]);
		await review.getByRole("button", { name: "Activate it" }).click();
		await page.getByText("Extension probe is active.").waitFor();
		await page.getByRole("button", { name: "Deactivate" }).waitFor();
		expect(await mariadb.root("show tables like 'probe'", "ocsweb")).toEqual([["probe"]]);
		expect(await mariadb.root("select id, name from extensions", "ocsweb")).toEqual([
			["probe", "Extension probe"],
		]);
		await page.getByRole("tab", { name: "Database" }).click();
		await page.getByText("In sync").waitFor();
	});

	it("refuses a plan that OCS's database no longer is for, and shows the new one", async () => {
		await mariadb.root("alter table probe drop column FSTYPE", "ocsweb");
		await page.reload();
		await page.getByRole("button", { name: "Bring it up to date" }).click();
		const review = page.getByRole("dialog", { name: "Bring Extension probe up to date" });
		await review.getByText(/ALTER TABLE .*FSTYPE/).waitFor();
		await mariadb.root("alter table probe drop column MOUNT", "ocsweb");
		await review.getByRole("button", { name: "Bring it up to date" }).click();
		await review.getByRole("alert").waitFor();
		await review.getByRole("button", { name: "Look again" }).click();
		await review.getByText(/ALTER TABLE .*MOUNT/).waitFor();
		await review.getByRole("button", { name: "Bring it up to date" }).click();
		await page.getByText("In sync").waitFor();
		const columns = await mariadb.root("show columns from probe", "ocsweb");
		expect(columns.map(([name]) => name)).toEqual(expect.arrayContaining(["MOUNT", "FSTYPE"]));
	});

	it("deactivates, and leaves the tables with their rows", async () => {
		await mariadb.root(
			"insert into probe (HARDWARE_ID, MOUNT) select seq, 'C:' from seq_1_to_1234",
			"ocsweb",
		);
		await page.getByRole("button", { name: "Deactivate" }).click();
		await page.getByRole("button", { name: "Deactivate it" }).click();
		await page.getByRole("button", { name: "Activate", exact: true }).waitFor();
		expect(await mariadb.root("select count(*) from extensions", "ocsweb")).toEqual([["0"]]);
		expect(await mariadb.root("select count(*) from probe", "ocsweb")).toEqual([["1234"]]);
	});

	it("says how many rows go, gives them as a file first, and removes by the name", async () => {
		await page.getByRole("button", { name: "Activate", exact: true }).click();
		await page.getByRole("button", { name: "Activate it" }).click();
		await page.getByRole("button", { name: "Deactivate" }).waitFor();
		await page.getByRole("button", { name: "Remove" }).click();
		const dialog = page.getByRole("dialog", { name: "Remove Extension probe" });
		await dialog.getByText("Its table probe stays, with 1,234 rows.").waitFor();
		await dialog.getByRole("checkbox", { name: /Drop its 1 table too/ }).check();
		await dialog.getByText("Drops probe, 1,234 rows.").waitFor();
		await dialog.getByText("DROP TABLE probe").waitFor();
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			dialog.getByRole("button", { name: "Download them as SQL" }).click(),
		]);
		expect(download.suggestedFilename()).toMatch(/^probe-tables-.*\.sql\.gz$/);
		const sql = gunzipSync(await readFile(await download.path())).toString();
		expect(sql).toContain("CREATE TABLE");
		expect(sql.match(/'C:'/g)).toHaveLength(1234);
		await dialog.getByLabel("Write probe to confirm").fill("probe");
		await dialog.getByRole("button", { name: "Remove it" }).click();
		await page.getByRole("heading", { name: "Extensions", exact: true }).waitFor();
		expect(await mariadb.root("show tables like 'probe'", "ocsweb")).toEqual([]);
		expect(await mariadb.root("show tables like 'graft%'", "ocsweb")).toEqual([]);
		expect(await mariadb.root("select count(*) from extensions", "ocsweb")).toEqual([["0"]]);
	});

	it("unlinks it, and forgets how it was reached", async () => {
		await page.getByRole("link", { name: "Settings" }).click();
		await page.getByRole("button", { name: "Unlink" }).click();
		await page.getByRole("button", { name: "Unlink it" }).click();
		await page.getByLabel("URL of the database").waitFor();
		const database = await openDatabase(`file:${join(server.home, "graft.db")}`);
		expect(await database.ocsDatabaseLink.count()).toBe(0);
		await database.$disconnect();
	});
});
