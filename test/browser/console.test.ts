import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withDirect } from "@graft/database/direct";
import { openDatabase } from "@graft/database/open-database";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles, under } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { story } from "../story.ts";
import { noChromium, startBrowser } from "./chromium.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { administrator, importAndActivate, setUp, upload } from "./pages.ts";
import { writeFiles } from "./write-files.ts";

const there = (path: string): Promise<boolean> =>
	stat(path).then(
		() => true,
		() => false,
	);

/** One story, told in order: each test goes on where the one before it ended. */
describe.skipIf(noChromium)(`the console (${noChromium ?? "in a browser"})`, () => {
	story();
	let server: ConsoleServer;
	let browser: Browser;
	let page: Page;
	const mistakes: string[] = [];

	beforeAll(async () => {
		[server, browser] = await Promise.all([startConsole(), startBrowser()]);
		page = await browser.newPage();
		page.setDefaultTimeout(patient(60_000));
		page.on("pageerror", (error) => mistakes.push(error.message));
		page.on("console", (message) => {
			if (message.type() === "error" && /Content Security|Hydration/i.test(message.text())) {
				mistakes.push(message.text());
			}
		});
	});

	afterAll(async () => {
		await browser?.close();
		await server?.stop();
	});

	it("lets nobody in, and makes nobody administrator, without the token from the terminal", async () => {
		await page.goto(`${server.url}/extensions`);
		expect(new URL(page.url()).pathname).toBe("/sign-in");
		await page.goto(`${server.url}/setup?token=guessed`);
		await page.getByLabel("Name").fill("Eve");
		await page.getByLabel("E-mail address").fill("eve@example.org");
		await page.getByLabel("Password", { exact: true }).fill("a long enough password");
		await page.getByRole("button", { name: "Make me the administrator" }).click();
		await page.getByText("This token is not valid, or was used.").waitFor();
	});

	it("makes the first administrator with the token, once", async () => {
		await setUp(page, server);
		await page.goto(server.setupUrl);
		await page.getByRole("heading", { name: "Graft is set up already" }).waitFor();
		expect((await stat(join(server.home, "secret"))).mode & 0o777).toBe(0o600);
	});

	it("signs out, refuses a wrong password, and signs in again", async () => {
		await page.goto(`${server.url}/extensions`);
		await page.getByRole("button", { name: administrator.name }).click();
		await page.getByRole("button", { name: "Sign out" }).click();
		await page.getByLabel("E-mail address").fill(administrator.email);
		await page.getByLabel("Password", { exact: true }).fill("not the password");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByText("E-mail address or password is wrong.").waitFor();
		await page.getByLabel("Password", { exact: true }).fill(administrator.password);
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("heading", { name: "Extensions" }).waitFor();
	});

	it("takes archives that are dropped anywhere on the page, one after the other", async () => {
		const dataTransfer = await page.evaluateHandle(`(() => {
			const data = new DataTransfer();
			for (const name of ["dropped.zip", "second.zip", "third.zip"])
				data.items.add(new File(["no zip"], name, { type: "application/zip" }));
			return data;
		})()`);
		await page.dispatchEvent("body", "dragenter", { dataTransfer });
		const target = page.locator(".mantine-Dropzone-root");
		await target.getByText("Drop zips here").waitFor();
		await target.dispatchEvent("drop", { dataTransfer });
		const dialog = (name: string) => page.getByRole("dialog", { name });
		await dialog("dropped.zip").getByText("2 more archives come after this one.").waitFor();
		await page.getByRole("button", { name: "Skip" }).click();
		await dialog("second.zip").getByText("1 more archive comes after this one.").waitFor();
		await page.getByRole("button", { name: "Skip" }).click();
		await dialog("third.zip").getByText("This archive cannot be imported").waitFor();
		await page.getByRole("button", { name: "Close", exact: true }).click();
	});

	it("tells everything that is wrong with a bad archive, and keeps nothing of it", async () => {
		await upload(page, "broken.zip", new TextEncoder().encode("this is no zip"));
		await page.getByText("This archive cannot be imported").waitFor();
		expect(await page.getByRole("button", { name: "Import", exact: true }).count()).toBe(0);
		await page.getByRole("button", { name: "Close", exact: true }).click();
		expect(await readdir(join(server.home, "staging", "uploads"))).toEqual([]);
		expect(await readdir(server.extensions)).toEqual([]);
	});

	it("sends nothing of an archive that is too large, and says so", async () => {
		const path = join(server.home, "large.zip");
		await writeFile(path, "");
		await truncate(path, 257 * 1024 * 1024);
		const sent: string[] = [];
		const note = (request: { url(): string }) => sent.push(new URL(request.url()).pathname);
		page.on("request", note);
		const [chooser] = await Promise.all([
			page.waitForEvent("filechooser"),
			page.getByRole("button", { name: "Import an extension" }).click(),
		]);
		await chooser.setFiles(path);
		const dialog = page.getByRole("dialog", { name: "The archive could not be read" });
		await dialog
			.getByText("The archive has 257 MiB; at most 256 MiB are allowed. It was not sent.")
			.waitFor();
		await dialog.getByText("Remove what does not belong to it").waitFor();
		page.off("request", note);
		expect(sent).not.toContain("/api/uploads");
		await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
		await rm(path);
	});

	it("shows what an archive would do before anything is written, and forgets it when cancelled", async () => {
		await upload(page, "probe-master.zip", makeZip(under("probe-master", ocsFiles())));
		const review = page.getByRole("dialog");
		await review.getByText("APACHE/Map.pm").waitFor();
		await review.getByText("CREATE TABLE IF NOT EXISTS probe").waitFor();
		await review.getByText("agent/Probe.pm").waitFor();
		const uploads = join(server.home, "staging", "uploads");
		expect(await readdir(uploads)).toHaveLength(1);
		expect(await readdir(server.extensions)).toEqual([]);
		await review.getByRole("button", { name: "Cancel" }).click();
		await expect.poll(() => readdir(uploads)).toEqual([]);
	});

	it("imports and activates", async () => {
		await importAndActivate(page, "probe-master.zip", makeZip(under("probe-master", ocsFiles())));
		await page.getByText("Active", { exact: true }).first().waitFor();
		expect(await there(join(server.extensions, "probe", "install.php"))).toBe(true);
		await page.goto(`${server.url}/extensions`);
		const row = page.getByRole("listitem").filter({ hasText: "Extension probe" });
		expect(await row.textContent()).toContain("Active");
	});

	it("shows files as text and never as a page, and no path of the request", async () => {
		await page.goto(`${server.url}/extensions/probe?tab=files`);
		await page.getByRole("button", { name: "install.php" }).click();
		await page.getByRole("dialog").getByText("function extension_install_probe").waitFor();
		const address = await page
			.getByRole("link", { name: "Open as plain text" })
			.getAttribute("href");
		const response = await page.request.get(`${server.url}${address}`);
		expect(response.headers()["content-type"]).toBe("text/plain; charset=utf-8");
		expect(response.headers()["x-content-type-options"]).toBe("nosniff");
		expect(response.headers()["content-security-policy"]).toContain("sandbox");
		for (const path of ["..%2f..%2fsecret", "install.php", "0".repeat(64)]) {
			const refused = await page.request.get(`${server.url}/api/extensions/probe/files/${path}`);
			expect(refused.status()).toBeGreaterThanOrEqual(400);
		}
		await page.keyboard.press("Escape");
	});

	it("builds the bundles that agents get", async () => {
		await page.goto(`${server.url}/extensions/probe?tab=agents`);
		await page.getByRole("button", { name: "Build bundles" }).click();
		const links = page.getByRole("link", { name: /^Download probe-1/ });
		await links.first().waitFor();
		const hashes = new Set<string>();
		for (const link of await links.all()) {
			const download = page.waitForEvent("download");
			await link.click();
			const bytes = await readFile(await (await download).path());
			const sha256 = createHash("sha256").update(bytes).digest("hex");
			await page.getByText(sha256).waitFor();
			hashes.add(sha256);
		}
		expect(hashes.size).toBe(await links.count());
		expect(hashes.size).toBeGreaterThan(3);
	});

	it("upgrades, and goes back to the version before", async () => {
		await page.goto(`${server.url}/extensions`);
		await upload(page, "probe-2.zip", makeZip(ocsFiles({ version: "2.0" })));
		await page.getByText("It replaces version 1.0").waitFor();
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByText("2.0 (2 versions)").waitFor();
		await page.getByRole("tab", { name: "History" }).click();
		await page.getByRole("button", { name: "Install this version" }).click();
		await page.getByText("1.0 (2 versions)").waitFor();
		const manifest = await readFile(join(server.extensions, "probe", "infos.json"), "utf8");
		expect(JSON.parse(manifest).version).toBe("1.0");
	});

	it("says why it does not remove what is active, then removes it by its name", async () => {
		await page.goto(`${server.url}/extensions/probe`);
		const button = page.getByRole("button", { name: "Remove" });
		expect(await button.getAttribute("aria-disabled")).toBe("true");
		await button.focus();
		await page.getByRole("tooltip", { name: "It is active. Deactivate it first." }).waitFor();
		await page.getByRole("button", { name: "Deactivate" }).click();
		await page.getByRole("button", { name: "Activate", exact: true }).waitFor();
		await button.click();
		await page.getByLabel("Type probe to confirm").fill("prob");
		expect(
			await page.getByRole("button", { name: "Remove it" }).getAttribute("aria-disabled"),
		).toBe("true");
		await page.getByLabel("Type probe to confirm").fill("probe");
		await page.getByRole("button", { name: "Remove it" }).click();
		await page.getByRole("heading", { name: "Extensions", exact: true }).waitFor();
		expect(await there(join(server.extensions, "probe"))).toBe(false);
	});

	it("lists broken folders with their reasons beside the good ones, and mends them", async () => {
		await importAndActivate(page, "good.zip", makeZip(ocsFiles({ id: "good" })));
		await writeFiles(join(server.extensions, "left-master"), ocsFiles({ id: "left" }));
		await mkdir(join(server.extensions, "nothing"));
		await page.goto(`${server.url}/extensions`);
		await page.getByRole("link", { name: "Extension good" }).waitFor();
		await page.getByText("nothing", { exact: true }).waitFor();
		await page.getByRole("button", { name: /^(Adopt it as|Rename it to) left$/ }).click();
		await page.getByRole("link", { name: "Extension left" }).waitFor();
		await page.getByRole("button", { name: "Set it aside" }).click();
		await expect.poll(() => there(join(server.extensions, "nothing"))).toBe(false);
		expect((await readdir(server.extensions)).sort()).toEqual(["good", "left"]);
	});

	it("offers to adopt a good folder that was put there by hand", async () => {
		await writeFiles(join(server.extensions, "byhand"), ocsFiles({ id: "byhand" }));
		await page.goto(`${server.url}/extensions/byhand`);
		await page.getByRole("button", { name: "Adopt it" }).click();
		await page.getByText("Extension byhand is adopted.").waitFor();
		await page.getByRole("tab", { name: "History" }).click();
		await page.getByRole("article", { name: "Version 1.0" }).waitFor();
		expect(await page.getByText("copied here by hand").count()).toBe(0);
	});

	it("lists what a newer Graft stored as that beside the others, and its page says what to do", async () => {
		const stored = (extension?: string) =>
			withDirect(`file:${join(server.home, "graft.db")}`, (database) => {
				const where = "WHERE extensionId = 'byhand'";
				if (extension !== undefined)
					database.prepare(`UPDATE Archive SET extension = ? ${where}`).run(extension);
				return database.prepare(`SELECT extension FROM Archive ${where}`).pluck().get() as string;
			});
		const before = stored();
		stored('{"format":1000,"id":"byhand"}');
		await page.goto(`${server.url}/extensions`);
		const words = /byhand was stored by a newer Graft/;
		await page.getByText(words).waitFor();
		await page.getByRole("link", { name: "Extension good" }).waitFor();
		await page.getByRole("link", { name: "byhand", exact: true }).click();
		await page.getByRole("alert").getByText(words).waitFor();
		stored(before);
		await page.reload();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
	});

	it("finds, filters and sorts once there are many, and remembers how", async () => {
		for (const id of ["many-a", "many-b", "many-c", "many-d"].map((id) => id.replace("-", ""))) {
			await writeFiles(join(server.extensions, id), ocsFiles({ id }));
		}
		await page.goto(`${server.url}/extensions`);
		await page.getByLabel("Find").fill("MANY");
		const rows = page.getByRole("list", { name: "Imported extensions" }).getByRole("listitem");
		await expect.poll(() => rows.count()).toBe(4);
		await page.getByLabel("Find").fill("");
		await page.getByLabel("Show").selectOption("Active");
		await expect.poll(() => rows.count()).toBe(1);
		await page.getByRole("link", { name: "Extension good" }).click();
		await page.getByRole("tab", { name: "Overview" }).waitFor();
		await page.goBack();
		await expect.poll(() => rows.count()).toBe(1);
	});

	it("asks for a tick before it activates what has a warning", async () => {
		await page.goto(`${server.url}/extensions`);
		const files = { ...ocsFiles({ id: "risky" }), "hook.xml": "<hookstore>" };
		await upload(page, "risky.zip", makeZip(files));
		const both = page.getByRole("button", { name: "Import and activate" });
		expect(await both.getAttribute("aria-disabled")).toBe("true");
		await page.getByRole("button", { name: "Import", exact: true }).click();
		await page.getByRole("button", { name: "Activate", exact: true }).click();
		const goOn = page.getByRole("button", { name: "Accept and continue" });
		expect(await goOn.getAttribute("aria-disabled")).toBe("true");
		await page.getByRole("checkbox", { name: /I accept ocs\/hook-malformed/ }).check();
		await goOn.click();
		await page.getByRole("button", { name: "Deactivate" }).waitFor();
	});

	it("undoes an operation once somebody has seen what that does", async () => {
		await page.getByRole("link", { name: "Operations", exact: true }).click();
		await page.getByRole("link", { name: "Activation of risky" }).first().click();
		await page.getByRole("button", { name: "Undo", exact: true }).click();
		const dialog = page.getByRole("dialog", { name: "Undo this operation" });
		await dialog.getByText("risky is no longer active").waitFor();
		await dialog.getByRole("button", { name: "Undo it" }).click();
		await page.getByRole("heading", { name: "Deactivation of risky" }).waitFor();
		await page.getByRole("status").getByText("Done").waitFor();
		await page.getByRole("link", { name: "It undoes this operation" }).waitFor();
	});

	it("offers no undo of what nothing can undo", async () => {
		await page.getByRole("link", { name: "Operations", exact: true }).click();
		await page.getByRole("link", { name: "Repair of its folder of left" }).click();
		await page.getByRole("status").getByText("Done").waitFor();
		await page.getByRole("link", { name: "To the extension" }).waitFor();
		expect(await page.getByRole("button", { name: "Undo", exact: true }).count()).toBe(0);
	});

	it("undoes a change that somebody made in an extension's folder", async () => {
		const file = join(server.extensions, "good", "install.php");
		const before = await readFile(file, "utf8");
		await writeFile(file, `${before}// changed`);
		await page.goto(`${server.url}/extensions/good`);
		await page.getByText("extension/changed-on-disk").waitFor();
		await page.getByRole("tab", { name: "History" }).click();
		await page.getByRole("button", { name: "Install it again" }).click();
		await expect.poll(() => readFile(file, "utf8")).toBe(before);
	});

	it("shows what a package says of itself as text", async () => {
		await page.goto(`${server.url}/extensions`);
		const said = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
		const files = ocsFiles({ id: "loud" });
		const manifest = { ...JSON.parse(String(files["infos.json"])), displayName: said };
		await upload(
			page,
			"loud.zip",
			makeZip({
				...files,
				"infos.json": JSON.stringify({ ...manifest, description: { en: said } }),
			}),
		);
		await page.getByRole("dialog").getByText(said).first().waitFor();
		expect(await page.locator("img[src=x]").count()).toBe(0);
		await page
			.getByRole("button", { name: /Cancel|Close/ })
			.last()
			.click();
	});

	it("lets an administrator add a person, who may then look", async () => {
		await page.goto(`${server.url}/people`);
		await page.getByRole("button", { name: "Add a person" }).click();
		await page.getByLabel("Name").fill("Grace");
		await page.getByLabel("E-mail address").fill("grace@example.org");
		await page.getByLabel("Password", { exact: true }).fill("a long enough password");
		await page.getByRole("button", { name: "Add", exact: true }).click();
		await page.getByRole("button", { name: "Disable: Grace" }).click();
		await page.getByText("Disabled", { exact: true }).waitFor();
		const own = page.getByRole("button", { name: `Disable: ${administrator.name}` });
		expect(await own.getAttribute("aria-disabled")).toBe("true");

		const others = await browser.newContext();
		const other = await others.newPage();
		await other.goto(`${server.url}/sign-in`);
		await other.getByLabel("E-mail address").fill("grace@example.org");
		await other.getByLabel("Password", { exact: true }).fill("a long enough password");
		await other.getByRole("button", { name: "Sign in" }).click();
		await other.getByText("This account is disabled. Ask an administrator.").waitFor();
		await page.getByRole("button", { name: "Enable: Grace" }).click();
		await page.getByRole("button", { name: "Disable: Grace" }).waitFor();
		await other.getByRole("button", { name: "Sign in" }).click();
		await other.getByRole("heading", { name: "Extensions" }).waitFor();
		expect(await other.getByRole("link", { name: "People" }).count()).toBe(0);
		await others.close();
	});

	it("puts no password into the address when a form is sent before the page is awake", async () => {
		const without = await browser.newContext({ javaScriptEnabled: false });
		const asleep = await without.newPage();
		await asleep.goto(`${server.url}/sign-in`);
		await asleep.getByLabel("E-mail address").fill(administrator.email);
		await asleep.getByLabel("Password", { exact: true }).fill(administrator.password);
		await asleep.getByRole("button", { name: "Sign in" }).click();
		await asleep.getByRole("heading", { name: "Sign in" }).waitFor();
		expect(asleep.url()).toBe(`${server.url}/sign-in`);
		await without.close();
	});

	it("shows a viewer everything, and says why nothing can be changed", async () => {
		const database = await openDatabase(`file:${join(server.home, "graft.db")}`);
		await database.user.updateMany({ data: { role: "viewer" } });
		await page.goto(`${server.url}/extensions`);
		expect(await page.getByRole("button", { name: "Import an extension" }).isDisabled()).toBe(true);
		await page.getByRole("link", { name: "Extension good" }).click();
		const button = page.getByRole("button", { name: "Deactivate" });
		expect(await button.getAttribute("aria-disabled")).toBe("true");
		await button.hover();
		await page.getByRole("tooltip", { name: "Only an administrator may do this." }).waitFor();
		await database.user.updateMany({ data: { role: "administrator" } });
		await database.$disconnect();
	});

	it("tells of an address that does not exist", async () => {
		await page.goto(`${server.url}/extensions/no-such-extension`);
		await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
	});

	it("made no mistake in the browser meanwhile", () => {
		expect(mistakes).toEqual([]);
		expect(server.log()).not.toMatch(/\bError:|Unhandled/);
	});
});
