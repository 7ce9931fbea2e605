import { mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { openDatabase as openOcsDatabase } from "@graft/core/databases/open-database";
import { openDatabase } from "@graft/database/open-database";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type DownloadServer, startDownloadServer } from "../system/download-server.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "../system/mariadb.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { deploymentSettings } from "./deployment-settings.ts";
import { lookEverywhere } from "./look-everywhere.ts";
import { setUp, upload } from "./pages.ts";

const missing = noChromium ?? noOcsSchema;
const password = "pass:w/ord";

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(missing)(`the console and OCS's database (${missing ?? "in a browser"})`, () => {
	story();
	let server: ConsoleServer;
	let mariadb: Mariadb;
	let folder: string;
	let served: DownloadServer;
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
		folder = await mkdtemp(join(tmpdir(), "graft-packages-"));
		await mkdir(join(folder, "download"));
		served = await startDownloadServer(join(folder, "download"), folder);
		await mariadb.root(
			`create user graft@'%' identified by '${password}'; grant all on ocsweb.* to graft@'%'`,
		);
		page = await browser.newPage();
		page.setDefaultTimeout(patient(60_000));
		page.on("response", (response) => answers.push(response.text().catch(() => "")));
		await setUp(page, server);
	});

	afterAll(async () => {
		await browser?.close();
		await server?.stop();
		await mariadb?.dispose();
		await served?.stop();
		if (folder !== undefined) await rm(folder, { recursive: true });
	});

	it("tells what is wrong with a database before it is linked", async () => {
		const form = page.getByRole("region", { name: "Link OCS's database" });
		await page.getByRole("link", { name: "Settings" }).click();
		await page.getByLabel("URL of the database").fill(mariadb.url("graft", "wrong", "ocsweb"));
		await form.getByRole("button", { name: "Check and link" }).click();
		await page
			.getByRole("alert")
			.getByText(/Access denied/)
			.waitFor();
		await mariadb.root("rename table ocsweb.extensions to ocsweb.away");
		await page.getByLabel("URL of the database").fill(mariadb.url("graft", password, "ocsweb"));
		await form.getByRole("button", { name: "Check and link" }).click();
		await page.getByRole("alert").getByText("ocs/database-tables-missing").waitFor();
		await mariadb.root("rename table ocsweb.away to ocsweb.extensions");
	});

	it("links it, and neither shows nor sends the password again", async () => {
		const form = page.getByRole("region", { name: "Link OCS's database" });
		await page.getByLabel("URL of the database").fill(mariadb.url("graft", password, "ocsweb"));
		await form.getByRole("button", { name: "Check and link" }).click();
		const linked = page.getByRole("region", { name: "The linked database" });
		await linked.getByText("Usable").waitFor();
		await linked.getByText(`mysql://graft@127.0.0.1:${mariadb.port}/ocsweb`).waitFor();
		await page.reload();
		await linked.getByText("Usable").waitFor();
		expect(await page.getByLabel("URL of another database").inputValue()).toBe("");
		await lookEverywhere(page, "linked");
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
		await lookEverywhere(page, "activation");
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
		await lookEverywhere(page, "database");
	});

	it("refuses a plan that OCS's database no longer is for, and shows the new one", async () => {
		await mariadb.root("alter table probe drop column FSTYPE", "ocsweb");
		await page.reload();
		await page.getByRole("button", { name: "Update the tables" }).click();
		const review = page.getByRole("dialog", {
			name: "Update Extension probe's tables in OCS's database",
		});
		await review.getByText(/ALTER TABLE .*FSTYPE/).waitFor();
		await mariadb.root("alter table probe drop column MOUNT", "ocsweb");
		await review.getByRole("button", { name: "Update the tables" }).click();
		await review.getByRole("alert").waitFor();
		await review.getByRole("button", { name: "Look again" }).click();
		await review.getByText(/ALTER TABLE .*MOUNT/).waitFor();
		await review.getByRole("button", { name: "Update the tables" }).click();
		await page.getByText("In sync").waitFor();
		const columns = await mariadb.root("show columns from probe", "ocsweb");
		expect(columns.map(([name]) => name)).toEqual(expect.arrayContaining(["MOUNT", "FSTYPE"]));
	});

	it("leads from a newer version to what it changes in tables that are there", async () => {
		await page.goto(`${server.url}/extensions`);
		const files = ocsFiles({ version: "2.0" });
		const install = String(files["install.php"]).replace("VARCHAR(64)", "VARCHAR(128)");
		await upload(page, "probe-2.zip", makeZip({ ...files, "install.php": install }));
		await page.getByRole("button", { name: "Import", exact: true }).click();
		const review = page.getByRole("dialog", {
			name: "Update Extension probe's tables in OCS's database",
		});
		await review.getByText(/ALTER TABLE .*FSTYPE.*128/).waitFor();
		await review.getByRole("button", { name: "Update the tables" }).click();
		await review.waitFor({ state: "detached" });
		expect(await mariadb.root("select version from extensions", "ocsweb")).toEqual([["2"]]);
		const columns = await mariadb.root("show columns from probe like 'FSTYPE'", "ocsweb");
		expect(columns[0]?.[1]).toBe("varchar(128)");
		await page.getByRole("tab", { name: "History" }).click();
		await page.getByRole("button", { name: "Install this version" }).click();
		await review.getByText("UPDATE extensions").waitFor();
		await review.getByRole("button", { name: "Cancel" }).click();
		await page.getByRole("tab", { name: "History" }).click();
		await page.getByRole("button", { name: "Install this version" }).click();
		await review.getByText("Nothing is sent").waitFor();
		await page.keyboard.press("Escape");
	});

	it("proves by data that it works, and names who is silent", async () => {
		await mariadb.root(
			`insert into hardware (ID, DEVICEID, NAME, OSNAME, LASTDATE) values
				(1, 'pc1-1', 'pc1', 'Debian GNU/Linux 12', now() + interval 1 hour),
				(2, 'pc2-1', 'pc2', 'Microsoft Windows 11 Pro', now() + interval 1 hour),
				(3, 'pc3-1', 'pc3', 'macOS', now() + interval 1 hour),
				(4, 'phone-1', 'phone', 'Android Phone', now() + interval 1 hour);
			insert into probe (HARDWARE_ID, MOUNT) values (1, '/')`,
			"ocsweb",
		);
		await page.getByRole("tab", { name: "Agents" }).click();
		await page.getByText("1 of 3 machines reports it").waitFor();
		await page.getByText("2 machines sent an inventory since").click();
		await page.getByText("pc2, pc3").waitFor();
		await lookEverywhere(page, "proof");
	});

	it("deploys to the machines of a plan that was seen, tries again, and takes it back", async () => {
		await mariadb.root(deploymentSettings(folder, served), "ocsweb");
		await page.getByRole("button", { name: "Deploy", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Deploy probe" });
		const show = dialog.getByRole("button", { name: "Show the plan" });
		expect(await show.getAttribute("aria-disabled")).toBe("true");
		await dialog.getByRole("radio", { name: "Some, by name" }).check();
		await dialog.getByLabel("Machines", { exact: true }).fill("pc1\nnobody");
		await dialog.getByRole("button", { name: "Show the plan" }).click();
		await dialog
			.getByRole("alert")
			.getByText(/no machine nobody/)
			.waitFor();
		await dialog.getByRole("radio", { name: "All" }).check();
		await dialog.getByRole("button", { name: "Show the plan" }).click();
		await dialog.getByText("Unix: 2 machines, 2 without it yet.").waitFor();
		await dialog.getByText("1 machine (unknown) gets nothing.").waitFor();
		await lookEverywhere(page, "deployment-plan");
		expect(await readdir(join(folder, "download"))).toEqual([]);
		await dialog.getByRole("button", { name: "Deploy it" }).click();
		const unix = page.getByRole("article", { name: "Extension probe 2.0 (Unix)" });
		await unix.waitFor();
		expect(await readdir(join(folder, "download"))).toHaveLength(2);
		await mariadb.root(
			"update devices set TVALUE = 'ERR_BAD_DIGEST' where NAME = 'DOWNLOAD' and HARDWARE_ID = 3",
			"ocsweb",
		);
		await page.reload();
		await unix.getByText("2 machines").click();
		await unix.getByText("ERR_BAD_DIGEST").waitFor();
		await lookEverywhere(page, "deployments");
		await page.getByRole("button", { name: "Try again on 1 machine" }).click();
		await page.getByText("It is offered once more to 1 machine.").waitFor();
		await page.getByRole("button", { name: "Withdraw" }).click();
		await page.getByLabel("Purge it too").check();
		await page.getByRole("button", { name: "Show the plan" }).click();
		await page.getByText("Withdraws it from 3 machines, and purges 2 packages").waitFor();
		await page.getByRole("button", { name: "Withdraw and purge it" }).click();
		await page.getByText("No package of it is in OCS's deployment.").waitFor();
		expect(await readdir(join(folder, "download"))).toEqual([]);
		expect(await mariadb.root("select count(*) from devices", "ocsweb")).toEqual([["0"]]);
	});

	it("deactivates, and leaves the tables with their rows", async () => {
		await mariadb.root(
			"delete from probe; insert into probe (HARDWARE_ID, MOUNT) select seq, 'C:' from seq_1_to_1234",
			"ocsweb",
		);
		await page.getByRole("button", { name: "Deactivate" }).click();
		await page.getByRole("button", { name: "Deactivate it" }).click();
		await page.getByRole("button", { name: "Activate", exact: true }).waitFor();
		expect(await mariadb.root("select count(*) from extensions", "ocsweb")).toEqual([["0"]]);
		expect(await mariadb.root("select count(*) from probe", "ocsweb")).toEqual([["1234"]]);
	});

	it("cancels until something is begun; from then on the dialog closes, and it goes on", async () => {
		const begin = page.getByRole("button", { name: "Activate", exact: true });
		const review = page.getByRole("dialog", { name: "Activate Extension probe" });
		await begin.click();
		expect(await review.getByText("It is running").count()).toBe(0);
		await review.getByRole("button", { name: "Cancel" }).click();
		await review.waitFor({ state: "detached" });
		expect(await mariadb.root("select count(*) from extensions", "ocsweb")).toEqual([["0"]]);

		await begin.click();
		await review.getByRole("button", { name: "Activate it" }).waitFor();
		const holder = await openOcsDatabase(mariadb.url("graft", password, "ocsweb"));
		try {
			await holder.execute("LOCK TABLES extensions WRITE");
			await review.getByRole("button", { name: "Activate it" }).click();
			await review
				.getByRole("status")
				.getByText("It is running, and continues if you close this.")
				.waitFor();
			expect(await review.getByRole("button", { name: "Cancel", exact: true }).count()).toBe(0);
			await lookEverywhere(page, "under-way");
			await review.getByText("Close", { exact: true }).click();
			await review.waitFor({ state: "detached" });
			const waiting =
				"select count(*) from information_schema.processlist where state like 'Waiting for table%'";
			const held = () => mariadb.root(waiting);
			await expect.poll(held, { timeout: patient(30_000) }).not.toEqual([["0"]]);
		} finally {
			await holder.close();
		}
		await page.getByText("Extension probe is active.").waitFor();
		expect(await mariadb.root("select id from extensions", "ocsweb")).toEqual([["probe"]]);
		await page.getByRole("button", { name: "Deactivate" }).waitFor();
	});

	it("says how many rows go, gives them as a file first, and removes by the name", async () => {
		await page.getByRole("button", { name: "Remove" }).click();
		const dialog = page.getByRole("dialog", { name: "Remove Extension probe" });
		await dialog.getByText("Its table probe stays, with 1,234 rows.").waitFor();
		await dialog.getByRole("checkbox", { name: /Drop its table too/ }).check();
		await dialog.getByText("Drops probe, 1,234 rows.").waitFor();
		await dialog.getByText("DROP TABLE probe").waitFor();
		await lookEverywhere(page, "removal");
		const [download] = await Promise.all([
			page.waitForEvent("download"),
			dialog.getByRole("button", { name: "Download them as SQL" }).click(),
		]);
		expect(download.suggestedFilename()).toMatch(/^probe-tables-.*\.sql\.gz$/);
		const sql = gunzipSync(await readFile(await download.path())).toString();
		expect(sql).toContain("CREATE TABLE");
		expect(sql.match(/'C:'/g)).toHaveLength(1234);
		await dialog.getByLabel("Type probe to confirm").fill("probe");
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
		expect(await database.link.count()).toBe(0);
		await database.$disconnect();
	});
});

describe.skipIf(noChromium)(
	`the console with OCS_DATABASE_URL (${noChromium ?? "in a browser"})`,
	() => {
		it("says that it wins and that nobody answers there, and offers no other link", async () => {
			const url = "mysql://graft:hidden-word@127.0.0.1:1/ocsweb";
			const server = await startConsole({ OCS_DATABASE_URL: url });
			const browser = await startBrowser();
			try {
				const page = await browser.newPage();
				page.setDefaultTimeout(patient(60_000));
				await setUp(page, server);
				await page.getByText("What is active may be out of date.").waitFor();
				await page.goto(`${server.url}/settings`);
				await page.getByText("OCS_DATABASE_URL names it").waitFor();
				await page.getByText("ocs/database-unreachable").waitFor();
				expect(await page.getByLabel(/URL of .*database/).count()).toBe(0);
				expect(await page.getByRole("button", { name: "Unlink" }).count()).toBe(0);
				expect(await page.content()).not.toContain("hidden-word");
				await lookEverywhere(page, "environment");
			} finally {
				await browser.close();
				await server.stop();
			}
		});
	},
);
