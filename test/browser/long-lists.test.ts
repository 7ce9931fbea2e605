import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { setUp, upload } from "./pages.ts";
import { manyFiles, manyProblems } from "./slow-archives.ts";

const tabs = ["overview", "files", "database", "servers", "agents", "history"];
/** A list of 9,900 names has more than a megabyte. */
const small = 400_000;

describe.skipIf(noChromium)(`pages of what is large (${noChromium ?? "in a browser"})`, () => {
	let server: ConsoleServer;
	let browser: Browser;
	let page: Page;

	/** Of the answer to an upload. */
	async function bytesOfReview(zip: Uint8Array): Promise<number> {
		const [answer] = await Promise.all([
			page.waitForResponse(
				(response) =>
					response.url().includes("/api/uploads") && response.request().method() === "POST",
			),
			upload(page, "probe.zip", zip),
		]);
		return (await answer.body()).length;
	}

	beforeAll(async () => {
		[server, browser] = await Promise.all([startConsole(), startBrowser()]);
		page = await browser.newPage();
		page.setDefaultTimeout(patient(30_000));
		await setUp(page, server);
	});
	afterAll(async () => {
		await browser?.close();
		await server?.stop();
	});

	it("send a review of thousands of problems as the first of each kind, and how many more there are", async () => {
		expect(await bytesOfReview(manyProblems(9900))).toBeLessThan(small);
		const review = page.getByRole("dialog");
		await review.getByText("And 9,800 more like these.").first().waitFor();
		await review
			.getByRole("button", { name: /Cancel|Close/ })
			.first()
			.click();
	});

	it("send a review of thousands of files, and every page of them, as their beginning", async () => {
		expect(await bytesOfReview(manyFiles(9900))).toBeLessThan(small);
		await page
			.getByRole("dialog")
			.getByText(/And 9,7\d\d more files\./)
			.waitFor();
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
		for (const tab of tabs) {
			const answer = await page.request.get(`${server.url}/extensions/probe?tab=${tab}`);
			expect([tab, answer.status()]).toEqual([tab, 200]);
			expect((await answer.body()).length).toBeLessThan(small);
		}
	});

	it("find the files that stand behind it", async () => {
		await page.goto(`${server.url}/extensions/probe?tab=files`);
		const last = page.getByRole("button", { name: "agent/Script9899.ps1" });
		await page.getByLabel("Find a file").fill("script9899");
		await page.getByRole("button", { name: "Find", exact: true }).click();
		await last.click();
		await page.getByText("<MOUNT>9899</MOUNT>").waitFor();
	});

	it("let one of them be left out of a bundle, and keep all others in it", async () => {
		await page.goto(`${server.url}/extensions/probe?tab=agents`);
		await page.getByLabel("Find a script for Windows").fill("Script9899");
		await page.getByRole("button", { name: "Find", exact: true }).first().click();
		await page.getByRole("checkbox", { name: "agent/Script9899.ps1" }).uncheck();
		await page.getByRole("button", { name: "Build bundles" }).click();
		const link = page.getByRole("link", { name: /Download probe-.*windows\.zip/ }).first();
		const address = new URL((await link.getAttribute("href")) ?? "", server.url);
		expect(address.searchParams.getAll("without")).toEqual(["agent/Script9899.ps1"]);
		const bundle = (await (await page.request.get(address.href)).body()).toString("latin1");
		expect(bundle).toContain("Script9898.ps1");
		expect(bundle).not.toContain("Script9899.ps1");
	});
});
