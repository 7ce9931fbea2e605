import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { query } from "@graft/database/direct";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { program } from "../system/command-line.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "../system/mariadb.ts";
import { noOcsApache, type OcsApache, startOcsApache } from "../system/ocs-apache.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { lookEverywhere } from "./look-everywhere.ts";
import { administrator, setUp, upload } from "./pages.ts";

const execute = promisify(execFile);
const missing = noChromium ?? noOcsSchema ?? noOcsApache;

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(missing)(`operations in the console (${missing ?? "in a browser"})`, () => {
	story();
	let server: ConsoleServer;
	let mariadb: Mariadb;
	let apache: OcsApache;
	let folder: string;
	let browser: Browser;
	let page: Page;
	let url: string;
	let held: DatabaseConnection | undefined;
	const sql = (statement: string) => mariadb.root(statement, "ocsweb");

	/** What is to be written waits: by default for one table, which others may read, so that an activation stands still there. */
	async function hold(lock = "LOCK TABLES extensions READ"): Promise<void> {
		held = await openDatabase(url);
		await held.execute(lock);
	}
	async function letGo(): Promise<void> {
		await held?.close();
		held = undefined;
	}

	async function signedIn(): Promise<Page> {
		const context = await browser.newContext();
		const other = await context.newPage();
		other.setDefaultTimeout(patient(60_000));
		await other.goto(`${server.url}/sign-in`);
		await other.getByLabel("E-mail address").fill(administrator.email);
		await other.getByLabel("Password", { exact: true }).fill(administrator.password);
		await other.getByRole("button", { name: "Sign in" }).click();
		await other.getByRole("heading", { name: "Extensions" }).waitFor();
		return other;
	}

	async function beginUp(stop = hold): Promise<void> {
		await page.goto(`${server.url}/extensions/probe`);
		await page.getByRole("button", { name: "Install and deploy", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Install and deploy Extension probe" });
		await dialog.getByLabel("Folder of the server").fill(dirname(apache.plugins));
		await dialog.getByRole("radio", { name: "None now" }).check();
		await dialog.getByRole("button", { name: "Show the plan" }).click();
		await dialog.getByRole("button", { name: "Install and deploy" }).waitFor();
		await stop();
		await dialog.getByRole("button", { name: "Install and deploy" }).click();
	}

	/** The last line that the operation under way has told. */
	function lastLine(): string {
		const sql = `SELECT e.data ->> 'text' AS text FROM OperationEvent e JOIN Operation o ON o.id = e.operationId
			WHERE o.state = 'running' ORDER BY e.number DESC LIMIT 1`;
		const [row] = query<{ text: string }>(`file:${join(server.home, "graft.db")}`, sql);
		return row?.text ?? "";
	}
	const standsAt = (line: RegExp) =>
		expect.poll(lastLine, { timeout: patient(60_000) }).toMatch(line);
	/** Somebody waits in MariaDB for what another one has locked. */
	const waitsInDatabase = () =>
		expect
			.poll(async () => (await sql("show processlist")).join("\n"), { timeout: patient(60_000) })
			.toMatch(/Waiting for .*lock/);

	beforeAll(async () => {
		[browser, mariadb, apache] = await Promise.all([
			...([startBrowser(), startMariadb(), startOcsApache()] as const),
		]);
		await makeOcsDatabase(mariadb, "ocsweb");
		await mariadb.root(
			"create user graft@'%' identified by 'graft'; grant all on ocsweb.* to graft@'%'; grant reload on *.* to graft@'%'",
		);
		folder = await mkdtemp(join(tmpdir(), "graft-operations-"));
		await mkdir(join(folder, "download"));
		url = mariadb.url("graft", "graft", "ocsweb");
		server = await startConsole({ OCS_DATABASE_URL: url });
		page = await browser.newPage();
		page.setDefaultTimeout(patient(60_000));
		await setUp(page, server);
		await upload(page, "probe.zip", makeZip(ocsFiles()));
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
	});

	afterAll(async () => {
		await letGo();
		await browser?.close();
		await server?.stop();
		apache?.stop();
		await mariadb?.dispose();
		if (folder !== undefined) await rm(folder, { recursive: true });
	});

	/** Signs of life that came after it was asked for. */
	function isWishKnown(): boolean {
		const sql =
			"SELECT beatAt > cancelAskedAt AS known FROM Operation WHERE cancelAskedAt NOT NULL";
		const rows = query<{ known: number }>(`file:${join(server.home, "graft.db")}`, sql);
		return rows.length > 0 && rows.every(({ known }) => known === 1);
	}

	it("go on when the page is reloaded, and another browser sees them too", async () => {
		await beginUp();
		await standsAt(/INSERT INTO extensions/);
		await lookEverywhere(page, "operation-in-dialog");
		await page.reload();
		const line = page.getByRole("link", { name: "Installation and deployment of probe" });
		await line.waitFor();
		const other = await signedIn();
		await other.getByRole("link", { name: "Operations", exact: true }).click();
		await other.getByText("Under way ·").waitFor();
		await other
			.getByRole("article")
			.getByRole("link", { name: "Installation and deployment of probe" })
			.click();
		await other.getByLabel("Log").getByText("[1/").waitFor();
		await lookEverywhere(other, "operation");
		await line.click();
		await page.getByRole("button", { name: "Cancel the operation" }).click();
		await page.getByText("It ends before its next step, and is rolled back.").waitFor();
		// The runner knows of it by its next sign of life, and not before.
		await expect.poll(isWishKnown, { timeout: patient(30_000) }).toBe(true);
		const list = await other.context().newPage();
		await list.goto(`${server.url}/operations`);
		await list.getByRole("article").first().getByText("Under way ·").waitFor();
		await letGo();
		// Nobody loads the list again.
		await list.getByRole("article").first().getByText("Cancelled ·").waitFor();
		for (const each of [page, other])
			await each.getByRole("status").getByText("Cancelled", { exact: true }).waitFor();
		await lookEverywhere(page, "operation-cancelled");
		expect(await sql("show tables like 'probe'")).toEqual([]);
		expect(await sql("select count(*) from extensions")).toEqual([["0"]]);
		expect(await readdir(apache.plugins)).toEqual([]);
		await other.context().close();
	});

	it("are answered event by event, from where the browser was, and with their end from behind it", async () => {
		const id = page.url().split("/").at(-1) ?? "";
		const read = (path: string, headers: Record<string, string> = {}) =>
			page.evaluate(
				async ([address, sent]) => {
					const response = await fetch(address as string, {
						headers: sent as Record<string, string>,
					});
					return { status: response.status, text: await response.text() };
				},
				[path, headers] as const,
			);
		const ids = (text: string) =>
			[...text.matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number));
		const all = await read(`/api/operations/${id}/events`);
		expect(all.status).toBe(200);
		const numbers = ids(all.text);
		expect(numbers).toEqual(numbers.map((_, index) => index + 1));
		expect(all.text).toContain('"kind":"end"');
		expect(ids((await read(`/api/operations/${id}/events?after=2`)).text)).toEqual(
			numbers.slice(2),
		);
		const again = await read(`/api/operations/${id}/events`, { "last-event-id": "2" });
		expect(ids(again.text)).toEqual(numbers.slice(2));
		const behind = await read(`/api/operations/${id}/events?after=9999`);
		expect(ids(behind.text)).toEqual(numbers.slice(-1));
		expect((await read("/api/operations/nonsense/events")).status).toBe(404);
	});

	/** As before `up`: with its folder and its tables, which stay. */
	async function takeBack(): Promise<void> {
		const there = ["--server", "local", "--server-dir", dirname(apache.plugins)];
		const { PATH, HOME } = process.env;
		const env = {
			...{ PATH, HOME, OCS_DATABASE_URL: url },
			...{ GRAFT_HOME: server.home, EXTENSIONS_DIR: server.extensions },
		};
		for (const words of [
			["uninstall", "probe", ...there],
			["deactivate", "probe"],
		])
			await execute(process.execPath, [program, ...words, "--yes"], { env });
		expect(await readdir(apache.plugins)).toEqual([]);
		expect(await sql("select id from extensions")).toEqual([]);
	}

	it.each([
		{
			where: "before the first write to OCS's database",
			stop: () => hold("FLUSH TABLES WITH READ LOCK"),
			stands: waitsInDatabase,
			letGo,
		},
		{
			where: "in the activation",
			stop: () => hold(),
			stands: () => standsAt(/INSERT INTO extensions/),
			letGo,
		},
		{
			where: "in the reload of the server",
			stop: async () => void process.kill(apache.pid() ?? 0, "SIGSTOP"),
			stands: () => standsAt(/reload/i),
			letGo: async () => void process.kill(apache.pid() ?? 0, "SIGCONT"),
		},
	])(
		"are finished or rolled back by the next start where the console was killed $where, and say so",
		async ({ where, stop, stands, letGo }) => {
			await beginUp(stop);
			const dialog = page.getByRole("dialog");
			await dialog.getByRole("link", { name: "Follow it on its own page" }).click();
			await page.getByLabel("Log").waitFor();
			await stands();
			const [crashed] = await Promise.all([server.crash(), letGo()]);
			expect(crashed).toBeUndefined();
			// The page has asked on by itself meanwhile.
			await page.getByRole("status").getByText("Done", { exact: true }).waitFor();
			await page.getByText("Its process ended before the operation was finished").waitFor();
			await lookEverywhere(page, `operation-finished-after-crash-${where.split(" ").at(-1)}`);
			expect(await sql("select id from extensions")).toEqual([["probe"]]);
			expect(await sql("show tables like 'graft%'")).toEqual([]);
			expect(await readdir(apache.plugins)).toEqual(["probe.conf"]);
			await takeBack();
		},
	);
});
