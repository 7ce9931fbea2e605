import type { Page } from "playwright-core";
import type { ConsoleServer } from "./console-server.ts";

export const administrator = {
	name: "Ada",
	email: "ada@example.org",
	password: "correct horse battery",
} as const;

/** Makes the first administrator, who is signed in afterwards. */
export async function setUp(page: Page, { setupUrl }: ConsoleServer): Promise<void> {
	await page.goto(setupUrl);
	await page.getByLabel("Name").fill(administrator.name);
	await page.getByLabel("E-mail address").fill(administrator.email);
	await page.getByLabel("Password", { exact: true }).fill(administrator.password);
	await page.getByRole("button", { name: "Make me the administrator" }).click();
	await page.getByRole("heading", { name: "Extensions" }).waitFor();
}

/** Chooses a zip; its review, or why there is none, is open afterwards. */
export async function upload(page: Page, name: string, zip: Uint8Array): Promise<void> {
	const [chooser] = await Promise.all([
		page.waitForEvent("filechooser"),
		page.getByRole("button", { name: "Import an extension" }).click(),
	]);
	await chooser.setFiles({
		name,
		mimeType: "application/zip",
		buffer: Buffer.from(zip),
	});
	await page.getByRole("dialog", { name: /Review of|cannot be|could not be|\.zip/ }).waitFor();
}

export async function importAndActivate(page: Page, name: string, zip: Uint8Array): Promise<void> {
	await upload(page, name, zip);
	await page.getByRole("button", { name: "Import and activate" }).click();
	await page.getByRole("tab", { name: "Overview" }).waitFor();
	await page.getByRole("button", { name: "Deactivate" }).waitFor();
}
