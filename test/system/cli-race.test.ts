import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "./command-line.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

const onServer = () => existsSync(join(instance.serverDir, "plugins/probe.conf"));
const inFolder = () => existsSync(join(instance.folder, "extensions/probe"));

const install = () => {
	const server = ["--server", "local", "--server-dir", instance.serverDir];
	return instance.run(["install", "probe", ...server, "--no-reload", "--yes"]);
};
const remove = () =>
	instance.run(["remove", "probe", "--server-dir", instance.serverDir, "--no-reload", "--yes"]);

describe("two commands at once on one extension", () => {
	it("install and remove end as one after the other would", async () => {
		const zip = await instance.zip("probe.zip");
		const seen = new Set<string>();
		for (let round = 0; round < 12; round += 1) {
			expect((await instance.run(["import", zip])).code).toBe(0);
			// The one that starts later has a chance too.
			const waits = [0, (round % 4) * 60];
			const later = (work: () => ReturnType<Instance["run"]>, at: number) =>
				new Promise<void>((done) => setTimeout(done, waits[(round + at) % 2])).then(work);
			const [installed, removed] = await Promise.all([later(install, 0), later(remove, 1)]);
			const codes = [installed.code, removed.code];
			const said = `${installed.stderr}\n${removed.stderr}`;
			seen.add(String(codes));
			expect(codes, said).toContain(0);
			expect([0, 2, 3], said).toContain(installed.code);
			expect([0, 2, 3], said).toContain(removed.code);
			expect({ onServer: onServer(), said: inFolder() ? "" : said }).toEqual({
				onServer: inFolder() && installed.code === 0,
				said: inFolder() ? "" : said,
			});
			expect(inFolder()).toBe(removed.code !== 0);
			if (inFolder()) expect((await remove()).code).toBe(0);
			expect(onServer()).toBe(false);
			expect(readdirSync(instance.serverDir).sort()).toEqual(["perl", "plugins"]);
		}
		expect(seen.size, [...seen].join(" ")).toBeGreaterThan(0);
	}, 300_000);
});
