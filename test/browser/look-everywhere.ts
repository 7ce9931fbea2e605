import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { expect, vi } from "vitest";
import { patient } from "../patience.ts";
import { stumblingBlocks } from "./stumbling-blocks.ts";

/** Where GRAFT_SCREENSHOTS names a folder, each page is kept there to be looked at. */
const screenshots = process.env.GRAFT_SCREENSHOTS;

/** Fails where somebody would stumble over the page as it is now. */
export async function look(page: Page, name: string): Promise<void> {
	// A page that is being exchanged has no title for a moment; what stays is a fault.
	await vi.waitFor(
		async () => expect([name, await page.evaluate(stumblingBlocks)]).toEqual([name, []]),
		{ timeout: patient(5_000) },
	);
	if (screenshots === undefined) return;
	await mkdir(screenshots, { recursive: true });
	await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });
}

/** The same, wide and narrow and in both colour schemes; wide and light it is left. */
export async function lookEverywhere(page: Page, name: string): Promise<void> {
	for (const colorScheme of ["dark", "light"] as const) {
		await page.emulateMedia({ colorScheme });
		for (const width of [375, 1280]) {
			await page.setViewportSize({ width, height: width === 375 ? 720 : 800 });
			await look(page, `${width}-${colorScheme}-${name}`);
		}
	}
}
