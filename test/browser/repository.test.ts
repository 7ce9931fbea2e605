import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { falconFiles } from "../builders/falcon-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { type GitServer, httpToken, startGitServer } from "../system/git-server.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { lookEverywhere } from "./look-everywhere.ts";
import { setUp, upload } from "./pages.ts";

const system = "Open-Falcon's plugin repository";

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(noChromium)(
	`the console and a repository (${noChromium ?? "in a browser"})`,
	() => {
		story();
		let server: ConsoleServer;
		let git: GitServer;
		let browser: Browser;
		let page: Page;
		const answers: Promise<string>[] = [];

		beforeAll(async () => {
			[server, browser, git] = await Promise.all([
				startConsole(),
				startBrowser(),
				startGitServer("http"),
			]);
			page = await browser.newPage();
			page.setDefaultTimeout(patient(60_000));
			page.on("response", (response) => answers.push(response.text().catch(() => "")));
			await setUp(page, server);
		});
		afterAll(async () => {
			await browser?.close();
			await server?.stop();
			await git?.stop();
		});

		const inFolder = () => git.tree().filter((line) => line.includes(" ntp/"));

		it("links it once it was seen to be one, and shows its token nowhere", async () => {
			await page.getByRole("link", { name: "Settings" }).click();
			const form = page.getByRole("region", { name: `Link ${system}` });
			await form.getByLabel("URL of the repository").fill("git@example.org:plugin.git");
			await form.getByRole("button", { name: "Check and link" }).click();
			await form.getByText("cannot be the URL of a git repository").waitFor();
			await form.getByLabel("URL of the repository").fill(git.url);
			await form.getByRole("button", { name: "Check and link" }).click();
			await page
				.getByRole("region", { name: "The linked repository" })
				.getByText("Usable")
				.waitFor();
			await lookEverywhere(page, "linked-repository");
			const heard = (await Promise.all(answers)).join("\n");
			for (const secret of [httpToken, encodeURIComponent(httpToken)])
				expect(heard).not.toContain(secret);
		});

		it("shows the one commit before it is pushed", async () => {
			await page.getByRole("link", { name: "Extensions", exact: true }).click();
			await upload(page, "ntp.zip", makeZip(falconFiles()));
			await page.getByRole("dialog").getByRole("button", { name: "Import", exact: true }).click();
			await page.getByRole("tab", { name: "Overview" }).waitFor();
			await page.getByRole("button", { name: "Install and deploy" }).click();
			const plan = page.getByRole("dialog");
			await plan.getByText("ntp/disks/300_smart.sh", { exact: true }).waitFor();
			await lookEverywhere(page, "repository-plan");
			expect(inFolder()).toEqual([]);
			await plan.getByRole("button", { name: "Install and deploy" }).click();
			await page.getByText("ntp is active and installed in its repository.").waitFor();
			expect(inFolder()).toContain("100755 ntp/60_ntp.sh");
		});

		it("says that agents get it by themselves", async () => {
			await page.getByRole("tab", { name: "Agents" }).click();
			await page.getByText("nothing needs to be bundled").waitFor();
			await page.getByText("ntp/60_ntp.sh", { exact: true }).first().waitFor();
		});

		it("removes it from there too", async () => {
			await page.getByRole("button", { name: "Remove" }).click();
			const dialog = page.getByRole("dialog");
			await dialog.getByText(/Its folder is removed from http/).waitFor();
			await dialog.getByRole("textbox").last().fill("ntp");
			await dialog.getByRole("button", { name: "Remove it" }).click();
			await page.getByText("ntp is removed.").waitFor();
			expect(inFolder()).toEqual([]);
		});
	},
);
