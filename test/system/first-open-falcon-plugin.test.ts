import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type FollowedPage, followPage } from "./follow-page.ts";
import { type GitServer, startGitServer } from "./git-server.ts";

/** Each test stands on the one before. */
describe("docs/first-open-falcon-plugin.md", () => {
	story();
	let graft: Instance;
	let page: FollowedPage;
	let server: GitServer;
	const folder = () => join(graft.folder, "tmp_room");

	beforeAll(async () => {
		server = await startGitServer("http");
		graft = await makeInstance();
		Object.assign(graft.env, { FALCON_PLUGIN_REPOSITORY_URL: server.url });
		page = followPage("first-open-falcon-plugin.md", graft, {
			...{ try: ["--yes"], up: ["--yes"], remove: ["--yes"] },
		});
	});
	afterAll(async () => {
		await graft?.remove();
		await server?.stop();
	});

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

	it("packs it without a problem, and takes it to where agents get it from", async () => {
		const packed = await page.type("3. Pack");
		expect(packed).toContain("Packed as tmp_room-1.0.zip.\n");
		expect(packed).toContain("2 metrics would be taken, 0 dropped.");
		expect(await page.type("4. Install")).toContain("in-sync (1.0)");
		expect(server.tree()).toContain("100755 tmp_room/60_tmp_room.py");
	});

	it("removes it again", async () => {
		await page.type("5. Change it");
		expect(server.tree().filter((line) => line.includes("tmp_room"))).toEqual([]);
	});
});
