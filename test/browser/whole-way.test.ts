import { appendFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type DownloadServer, startDownloadServer } from "../system/download-server.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "../system/mariadb.ts";
import { noOcsApache, type OcsApache, startOcsApache } from "../system/ocs-apache.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { deploymentSettings } from "./deployment-settings.ts";
import { lookEverywhere } from "./look-everywhere.ts";
import { setUp, upload } from "./pages.ts";

const missing = noChromium ?? noOcsSchema ?? noOcsApache;

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(missing)(`the whole way in the console (${missing ?? "in a browser"})`, () => {
	story();
	let server: ConsoleServer;
	let mariadb: Mariadb;
	let apache: OcsApache;
	let folder: string;
	let served: DownloadServer;
	let browser: Browser;
	let page: Page;
	const sql = (statement: string) => mariadb.root(statement, "ocsweb");
	const reloads = () => apache.log().split("resuming normal operations").length - 1;
	const packages = () => readdir(join(folder, "download"));

	beforeAll(async () => {
		[browser, mariadb, apache] = await Promise.all([
			...([startBrowser(), startMariadb(), startOcsApache()] as const),
		]);
		await makeOcsDatabase(mariadb, "ocsweb");
		await mariadb.root(
			"create user graft@'%' identified by 'graft'; grant all on ocsweb.* to graft@'%'",
		);
		folder = await mkdtemp(join(tmpdir(), "graft-packages-"));
		await mkdir(join(folder, "download"));
		served = await startDownloadServer(join(folder, "download"), folder);
		await sql(deploymentSettings(folder, served));
		await sql(
			`insert into hardware (ID, DEVICEID, NAME, OSNAME, LASTDATE) values
				(1, 'pc1-1', 'pc1', 'Debian GNU/Linux 12', now() + interval 1 hour),
				(2, 'pc2-1', 'pc2', 'Microsoft Windows 11 Pro', now() + interval 1 hour)`,
		);
		const url = mariadb.url("graft", "graft", "ocsweb");
		server = await startConsole({ OCS_DATABASE_URL: url });
		page = await browser.newPage();
		page.setDefaultTimeout(patient(60_000));
		await setUp(page, server);
	});

	afterAll(async () => {
		await browser?.close();
		await server?.stop();
		apache?.stop();
		await mariadb?.dispose();
		await served?.stop();
		if (folder !== undefined) await rm(folder, { recursive: true });
	});

	it("brings an extension up by one plan over all places", async () => {
		await upload(page, "probe.zip", makeZip(ocsFiles()));
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("button", { name: "Install and deploy", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Install and deploy Extension probe" });
		await dialog.getByLabel("Folder of the server").fill(join(folder, "nowhere"));
		// Nobody is chosen until somebody chose.
		expect(await dialog.getByRole("radio", { checked: true }).count()).toBe(0);
		await dialog.getByRole("radio", { name: "All" }).check();
		await dialog.getByRole("button", { name: "Show the plan" }).click();
		await dialog
			.getByRole("alert")
			.getByText(/There is no folder/)
			.waitFor();
		await dialog.getByLabel("Folder of the server").fill(dirname(apache.plugins));
		await lookEverywhere(page, "up-choice");
		await dialog.getByRole("button", { name: "Show the plan" }).click();
		const place = (name: string) => dialog.getByRole("region", { name });
		await place("OCS's database").getByText("CREATE TABLE IF NOT EXISTS probe").waitFor();
		await place("Server local").getByText(join(apache.plugins, "probe.conf")).waitFor();
		await place("Server local").getByText(`Reload ${apache.configFile}`).waitFor();
		await place("Agents").getByText("Unix: 1 machine, 1 without it yet.").waitFor();
		await lookEverywhere(page, "bring-up-plan");
		expect(await readdir(apache.plugins)).toEqual([]);
		expect(await sql("show tables like 'probe'")).toEqual([]);
		expect(await packages()).toEqual([]);
		const before = reloads();
		await dialog.getByRole("button", { name: "Install and deploy" }).click();
		await page.getByText("0 of 2 machines report it").waitFor();
		expect(await readdir(apache.plugins)).toEqual(["probe.conf"]);
		expect(reloads()).toBe(before + 1);
		expect(await sql("select id from extensions")).toEqual([["probe"]]);
		expect(await packages()).toHaveLength(2);
		expect(
			await page.getByRole("button", { name: "Install and deploy", exact: true }).count(),
		).toBe(0);
	});

	it("points out a server that has failed agents since", async () => {
		const access = join(dirname(apache.configFile), "access.log");
		const [, day, month, year, time] =
			/, (\d+) (\w+) (\d+) (\S+)/.exec(new Date().toUTCString()) ?? [];
		const line = `127.0.0.1 - - [${day}/${month}/${year}:${time} +0000] "POST /ocsinventory HTTP/1.1" 500 7\n`;
		appendFileSync(access, line.repeat(3));
		const said = "DBD::mysql::st execute failed: Table 'ocsweb.probe' doesn't exist";
		appendFileSync(join(dirname(apache.configFile), "error.log"), `[perl:error] ${said}\n`);
		await page.reload();
		const alert = page.getByRole("alert", { name: "local answered agents with HTTP 500" });
		await alert.getByText(/^3 answers since/).waitFor();
		await alert.getByText(said).waitFor();
		await lookEverywhere(page, "http-500");
	});

	it("removes in the safe order, says where it stopped, and goes on from there", async () => {
		await sql("insert into probe (HARDWARE_ID, MOUNT) select seq, 'C:' from seq_1_to_1234");
		await page.getByRole("button", { name: "Remove" }).click();
		const dialog = page.getByRole("dialog", { name: "Remove Extension probe" });
		await dialog.getByRole("checkbox", { name: /Drop its table too/ }).check();
		await dialog.getByText("Drops probe, 1,234 rows.").waitFor();
		const place = (name: string) => dialog.getByRole("region", { name });
		await place("OCS's deployment")
			.getByText(/2 packages are purged/)
			.waitFor();
		await place("Server local").getByText(`Reload ${apache.configFile}`).waitFor();
		await place("OCS's database").getByText("DROP TABLE probe").waitFor();
		await dialog
			.getByRole("status")
			.getByText(/stays on 1 machine with Unix/)
			.waitFor();
		await lookEverywhere(page, "whole-removal");
		await dialog.getByLabel("Type probe to confirm").fill("probe");
		// What only Perl can tell is seen when the server's turn has come: what can be read is told before anything is begun.
		const broken = join(apache.plugins, "broken.conf");
		const module = join(apache.perl, "Apache/Ocsinventory/Plugins/Broken/Map.pm");
		await mkdir(dirname(module), { recursive: true });
		await writeFile(module, 'die "not today";\n');
		await writeFile(broken, "PerlModule Apache::Ocsinventory::Plugins::Broken::Map\n");
		await dialog.getByRole("button", { name: "Remove it" }).click();
		await dialog.getByText("Its packages are withdrawn from OCS's deployment.").waitFor();
		await lookEverywhere(page, "removal-stopped");
		expect(await packages()).toEqual([]);
		expect((await readdir(apache.plugins)).sort()).toEqual(["broken.conf", "probe.conf"]);
		expect(await sql("select count(*) from probe")).toEqual([["1234"]]);
		expect(apache.pid()).toBeDefined();
		await rm(broken);
		await dialog.getByRole("button", { name: "Look again" }).click();
		await dialog.getByRole("button", { name: "Remove it" }).click();
		await page.getByRole("heading", { name: "Extensions", exact: true }).waitFor();
		expect(await readdir(apache.plugins)).toEqual([]);
		expect(await sql("show tables like 'probe'")).toEqual([]);
		expect(await sql("show tables like 'graft%'")).toEqual([]);
		expect(await sql("select count(*) from extensions")).toEqual([["0"]]);
		expect(await readdir(server.extensions)).toEqual([]);
	});
});
