import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type FollowedPage, followPage } from "./follow-page.ts";
import {
	type LoongcollectorHost,
	makeLoongcollectorHost,
	noLoongcollectorHost,
} from "./loongcollector-host.ts";

/** Each test stands on the one before. */
describe.skipIf(noLoongcollectorHost !== undefined)(
	`docs/first-loongcollector-plugin.md, with the real Go${noLoongcollectorHost ? ` (missing: ${noLoongcollectorHost})` : ""}`,
	() => {
		story();
		let graft: Instance;
		let host: LoongcollectorHost;
		let page: FollowedPage;

		beforeAll(async () => {
			graft = await makeInstance();
			host = await makeLoongcollectorHost(graft.env);
			page = followPage(
				"first-loongcollector-plugin.md",
				graft,
				{ install: ["--yes"], remove: ["--yes"] },
				{ "/src/loongcollector": host.tree },
			);
		});
		afterAll(async () => {
			host?.remove();
			await graft?.remove();
		});

		it("starts it", async () => {
			expect(await page.type("1. Start")).toContain("  sitemark.go\n");
		});

		it("has it say something else", async () => {
			const file = join(graft.folder, "sitemark/sitemark.go");
			const before = await readFile(file, "utf8");
			const defaults = page.block("2. Change it", "go");
			const after = before.replace(/^var defaults.*?^}\n/ms, () => defaults);
			expect(after).not.toBe(before);
			await writeFile(file, after);
		});

		it("packs it without a problem, and builds it in", async () => {
			expect(await page.type("3. Pack")).toMatch(/Packed as sitemark-1\.0\.zip\.\n$/);
			await page.type("4. Build it in");
			expect(await host.load("processor_sitemark")).toBe("adds fields to each log\n");
		});

		it("removes it again", async () => {
			await page.type("5. Change it again");
			expect(await host.load("processor_sitemark")).toContain("can't find plugin");
		});
	},
);
