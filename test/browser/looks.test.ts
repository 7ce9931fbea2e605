import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { look } from "./look-everywhere.ts";
import { importAndActivate, setUp, upload } from "./pages.ts";
import { writeFiles } from "./write-files.ts";

const widths = [1280, 375] as const;
const schemes = ["light", "dark"] as const;
const tabs = ["overview", "files", "database", "servers", "agents", "history"];
const pages = [
	"/extensions",
	...tabs.map((tab) => `/extensions/probe?tab=${tab}`),
	"/extensions/longnames",
	"/extensions/byhand",
	"/people",
	"/account",
	"/password?token=lost",
	"/settings",
	"/nowhere",
];
/** Without a space, and wider than a telephone. */
const wideWord = "Donaudampfschifffahrtsgesellschaftskapitaensmuetzenabzeichen";

describe.skipIf(noChromium)(`how the console looks (${noChromium ?? "in a browser"})`, () => {
	let server: ConsoleServer;
	let browser: Browser;
	let page: Page;

	const shownScheme = () => page.locator("html").getAttribute("data-mantine-color-scheme");

	beforeAll(async () => {
		[server, browser] = await Promise.all([startConsole(), startBrowser()]);
		const context = await browser.newContext({ reducedMotion: "reduce" });
		page = await context.newPage();
		page.setDefaultTimeout(patient(60_000));
		await page.goto(server.setupUrl);
		await look(page, "set-up");
		await setUp(page, server);
		await look(page, "empty");
		await importAndActivate(page, "probe-1.zip", makeZip(ocsFiles()));
		await page.goto(`${server.url}/extensions`);
		await upload(page, "probe-2.zip", makeZip(ocsFiles({ version: "2.0" })));
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
		await page.goto(`${server.url}/extensions`);
		const risky = { ...ocsFiles({ id: "risky" }), "hook.xml": "<hookstore>" };
		await upload(page, "risky.zip", makeZip(risky));
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
		await page.goto(`${server.url}/extensions`);
		const long = ocsFiles({ id: "longnames", table: wideWord.toLowerCase() });
		const manifest = { ...JSON.parse(String(long["infos.json"])), displayName: wideWord };
		await upload(
			page,
			`${wideWord}.zip`,
			makeZip({ ...long, "infos.json": JSON.stringify(manifest) }),
		);
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
		await mkdir(join(server.extensions, "officepack-master"));
		await writeFiles(join(server.extensions, "byhand"), ocsFiles({ id: "byhand" }));
	});

	afterAll(async () => {
		await browser?.close();
		await server?.stop();
	});

	describe.each(widths)("%i pixels wide", (width) => {
		describe.each(schemes)("%s", (scheme) => {
			beforeAll(async () => {
				await page.setViewportSize({ width, height: width === 375 ? 720 : 800 });
				await page.emulateMedia({ colorScheme: scheme });
			});

			it.each(pages)("%s has no stumbling block", async (path) => {
				await page.goto(`${server.url}${path}`);
				await page.getByRole("heading", { level: 1 }).waitFor();
				expect(await shownScheme()).toBe(scheme);
				await look(page, `${width}-${scheme}${path.replace(/\W+/g, "-")}`);
			});

			it("the review of an archive has no stumbling block", async () => {
				await page.goto(`${server.url}/extensions`);
				const files = { ...ocsFiles({ id: "other" }), "hook.xml": "<hookstore>" };
				await upload(page, "other.zip", makeZip(files));
				await look(page, `${width}-${scheme}-review`);
				await page.getByRole("button", { name: "Cancel" }).click();
			});

			it("the dialog that removes has no stumbling block", async () => {
				await page.goto(`${server.url}/extensions/risky`);
				await page.getByRole("button", { name: "Remove" }).click();
				await page.getByRole("dialog").waitFor();
				await look(page, `${width}-${scheme}-remove`);
			});
		});
	});

	it("keeps the colours that a person chose", async () => {
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.emulateMedia({ colorScheme: "light" });
		await page.goto(`${server.url}/extensions`);
		await page.getByRole("button", { name: "Ada" }).click();
		await page.getByText("Dark", { exact: true }).click();
		await page.reload();
		expect(await shownScheme()).toBe("dark");
	});

	it("can be used with the keyboard alone", async () => {
		await page.goto(`${server.url}/extensions`);
		await page.getByRole("link", { name: "Extension probe" }).waitFor();
		await page.keyboard.press("Tab");
		await page.getByRole("link", { name: "Skip to the content" }).waitFor();
		const focused = page.locator("a:focus", { hasText: "Extension probe" });
		for (let presses = 0; presses < 12; presses++) {
			await page.keyboard.press("Tab");
			if ((await focused.count()) === 1) break;
		}
		await page.keyboard.press("Enter");
		await page.getByRole("tab", { name: "Overview" }).focus();
		await page.keyboard.press("ArrowRight");
		await page.getByRole("button", { name: "install.php" }).waitFor();
	});
});
