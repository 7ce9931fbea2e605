import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startBrowser } from "../browser/chromium.ts";
import { type ConsoleServer, startConsole } from "../browser/console-server.ts";
import { setUp, upload } from "../browser/pages.ts";
import { makeZip } from "../builders/zip.ts";
import { tidewatchFiles } from "./tidewatch-files.ts";
import { tidewatchPlace } from "./tidewatch-place.ts";

/** Run where Tidewatch was added (dropped-in.test.ts). */
let place: Awaited<ReturnType<typeof tidewatchPlace>>;
let server: ConsoleServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
	place = await tidewatchPlace();
	server = await startConsole({ TIDEWATCH_DATABASE_URL: place.databaseUrl });
	browser = await startBrowser();
	page = await browser.newPage();
	await setUp(page, server);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await place?.dispose();
});

it("has its review, its pages and its way", async () => {
	await upload(page, "harbour.zip", makeZip(tidewatchFiles()));
	const review = page.getByRole("dialog");
	await review.getByText("Tidewatch").first().waitFor();
	await review.getByRole("button", { name: "Import", exact: true }).click();
	await page.getByRole("tab", { name: "Overview" }).waitFor();
	await page.getByText("harbour · Tidewatch").waitFor();
	await page.getByRole("button", { name: "Install and deploy" }).click();
	await page.getByLabel("Folder of the server").fill(place.stationDir);
	await page.getByLabel("None now").check();
	await page.getByRole("button", { name: "Show the plan" }).click();
	const plan = page.getByRole("dialog");
	await plan.getByText("Tidewatch's database").waitFor();
	expect(await plan.textContent()).not.toMatch(/OCS|Panoptes/);
	await plan.getByRole("button", { name: "Install and deploy" }).click();
	await page.getByText("Harbour is active and installed on its server.").waitFor();
	expect((await place.seen()).watched).toEqual([["harbour", "1.0"]]);
});

it("shows what is at each of its places, in its own words", async () => {
	for (const tab of ["Overview", "Files", "Database", "Servers", "Agents", "History"]) {
		await page.getByRole("tab", { name: tab }).click();
		await page.getByRole("tabpanel").waitFor();
		await page.waitForLoadState("networkidle");
		expect(await page.locator("main").textContent(), tab).not.toMatch(/OCS|Panoptes/);
	}
	await page.getByRole("link", { name: "Settings" }).click();
	await page.getByRole("heading", { name: "Tidewatch's archive" }).waitFor();
	await page.getByText("TIDEWATCH_DATABASE_URL names it").waitFor();
});

it("is removed from all of them", async () => {
	await page.goto(`${server.url}/extensions/harbour`);
	await page.getByRole("button", { name: "Remove" }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByText("Its server part is uninstalled from local.").waitFor();
	expect(await dialog.textContent()).not.toMatch(/OCS|Panoptes/);
	await dialog.getByRole("textbox").last().fill("harbour");
	await dialog.getByRole("button", { name: "Remove it" }).click();
	await page.getByText("Harbour is removed.").waitFor();
	expect((await place.seen()).watched).toEqual([]);
});
