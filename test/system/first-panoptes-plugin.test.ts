import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story } from "../story.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { type FollowedPage, followPage } from "./follow-page.ts";

const yapsy = existsSync("/usr/lib/python3/dist-packages/yapsy");

/** Each test stands on the one before. */
describe.skipIf(!yapsy)(
	"docs/first-panoptes-plugin.md, with its real loader (needs python3-yapsy)",
	() => {
		story();
		let graft: Instance;
		let page: FollowedPage;
		const plugins = () => join(graft.folder, "plugins");

		beforeAll(async () => {
			graft = await makeInstance();
			await mkdir(plugins());
			page = followPage("first-panoptes-plugin.md", graft, {
				install: ["--server-dir", plugins(), "--yes"],
				remove: ["--yes"],
			});
		});
		afterAll(() => graft.remove());

		it("starts it", async () => {
			expect(await page.type("1. Start")).toContain("  ssh_port.panoptes-plugin\n");
		});

		it("has it collect what Python can run", async () => {
			const file = join(graft.folder, "ssh_port/ssh_port.py");
			const collect = page.block("2. Collect", "python");
			const before = await readFile(file, "utf8");
			const after = before.replace(/^def collect.*?^ {4}\}\n/ms, () => collect);
			expect(after).not.toBe(before);
			await writeFile(file, `import socket\nimport time\n\n${after}`);
			const program = `import socket, time\n${collect}\nprint(sorted(collect("127.0.0.1")))`;
			const { stdout } = spawnSync("/usr/bin/python3", ["-c", program], { encoding: "utf8" });
			expect(stdout).toBe("['answers', 'milliseconds']\n");
		});

		it("packs it without a problem, and installs it where its loader lists it", async () => {
			expect(await page.type("3. Pack")).toMatch(/Packed as ssh_port-1\.0\.zip\.\n$/);
			await page.type("4. Run");
			expect((await readdir(join(plugins(), "ssh_port"))).sort()).toEqual([
				...["ssh_port.panoptes-plugin", "ssh_port.py"],
			]);
		});

		it("removes it again", async () => {
			await page.type("5. Change it");
			expect(await readdir(plugins())).toEqual([]);
		});
	},
);
