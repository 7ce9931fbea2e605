import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance, program } from "./command-line.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

const isInstalled = () => existsSync(join(instance.serverDir, "plugins/probe.conf"));
const install = async (zip: string) => [
	...["install", zip, "--server", "local", "--server-dir", instance.serverDir],
	...["--no-reload", "--yes"],
];

describe("a stream that nobody reads any more", () => {
	it.each(["stdout", "stderr"] as const)("%s: ends no change half-way", async (stream) => {
		const zip = await instance.zip("probe.zip");
		const args = [program, ...(await install(zip))];
		const child = spawn(process.execPath, args, { env: instance.env });
		child[stream].destroy();
		child[stream === "stdout" ? "stderr" : "stdout"].resume();
		expect(await once(child, "exit")).toEqual([0, null]);
		expect(isInstalled()).toBe(true);
		const { value } = await instance.json<{ extensions: object[] }>(["list"]);
		expect(value.extensions).toMatchObject([{ id: "probe", servers: [{ state: "in-sync" }] }]);
	});

	it("standard output that takes nothing: all is done, and that it could not be told is told", async () => {
		const full = await open("/dev/full", "w");
		const args = [program, ...(await install(await instance.zip("probe.zip"))), "--quiet"];
		const child = spawn(process.execPath, args, {
			env: instance.env,
			stdio: ["ignore", full.fd, "pipe"],
		});
		let told = "";
		child.stderr?.setEncoding("utf8").on("data", (text: string) => {
			told += text;
		});
		const [code] = await once(child, "close");
		await full.close();
		expect([code, told]).toEqual([
			4,
			expect.stringContaining("could not be written to standard output"),
		]);
		expect(isInstalled()).toBe(true);
	});
});
