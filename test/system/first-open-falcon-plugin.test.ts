import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type FollowedPage, followPage } from "./follow-page.ts";

/** Each test stands on the one before. */
describe("docs/first-open-falcon-plugin.md", () => {
	story();
	let graft: Instance;
	let page: FollowedPage;
	const folder = () => join(graft.folder, "tmp_room");

	beforeAll(async () => {
		graft = await makeInstance();
		page = followPage("first-open-falcon-plugin.md", graft, {});
	});
	afterAll(() => graft.remove());

	const unittest = () =>
		spawnSync("python3", ["-m", "unittest", "discover", "tests"], {
			...{ cwd: folder(), encoding: "utf8" },
		});

	it("starts it, and its own test passes", async () => {
		expect(await page.type("1. Start")).toContain("  60_tmp_room.py\n");
		expect(unittest()).toMatchObject({ status: 0 });
	});

	it("has it collect what its own test still takes", async () => {
		const file = join(folder(), "60_tmp_room.py");
		const collect = page.block("2. Collect", "python");
		const before = await readFile(file, "utf8");
		const after = before
			.replace(/^def collect.*?^ {4}\}\n/ms, () => collect)
			.replace("import json\n", "import json\nimport os\n");
		expect(after).toContain("os.statvfs");
		await writeFile(file, after);
		expect(unittest()).toMatchObject({ status: 0 });
		const { stdout } = spawnSync("python3", [file], { encoding: "utf8" });
		const items: unknown = JSON.parse(stdout);
		expect(items).toEqual([
			expect.objectContaining({ metric: "tmp_room.free", step: 60, counterType: "GAUGE" }),
			expect.objectContaining({ metric: "tmp_room.percent", step: 60, counterType: "GAUGE" }),
		]);
	});

	it("packs it without a problem", async () => {
		expect(await page.type("3. Pack")).toMatch(/Packed as tmp_room-1\.0\.zip\.\n$/);
	});
});
