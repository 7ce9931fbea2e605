import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { openContext } from "@graft/services/open-context";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { type Instance, makeInstance, program } from "./command-line.ts";
import { noTerminal, openTerminal } from "./pseudo-terminal.ts";

let instance: Instance;
let install: string[];
beforeEach(async () => {
	instance = await makeInstance();
	await instance.run(["import", await instance.zip("probe.zip")]);
	const place = ["--server", "local", "--server-dir", instance.serverDir];
	install = ["install", "probe", ...place, "--no-reload", "--yes"];
});
afterEach(() => instance.remove());

/** Node loads this before the command. */
async function loaded(code: string): Promise<NodeJS.ProcessEnv> {
	const path = join(instance.folder, "loaded.mjs");
	await writeFile(path, code);
	return { NODE_OPTIONS: `--import=${pathToFileURL(path)}` };
}

/** Does `work` once, just before a text like this is written. */
function whenTold(stream: "stdout" | "stderr", text: RegExp, work: string) {
	return loaded(`import * as fs from "node:fs";
		const write = process.${stream}.write;
		let isDone = false;
		process.${stream}.write = function (text, ...more) {
			if (!isDone && ${text}.test(text)) { isDone = true; ${work} }
			return write.call(this, text, ...more);
		};`);
}
/** In the middle of a change. */
const secondStep = /^\[2\//m;

async function expectInstalled(): Promise<void> {
	const { value } = await instance.json<{ extensions: object[] }>(["list"]);
	expect(value.extensions).toMatchObject([{ id: "probe", servers: [{ state: "in-sync" }] }]);
	const left = readdirSync(instance.folder, { recursive: true, encoding: "utf8" });
	expect(left.filter((path) => path.includes(".graft"))).toEqual([]);
}

describe.each([
	["an exception", 'setImmediate(() => { throw new Error("stray"); });'],
	["a rejection", 'void Promise.reject(new Error("stray"));'],
])("%s that nobody caught", (_what, stray) => {
	const told =
		/error: This is a bug in install-plugin, apart from what it was asked to do: stray\n/g;

	it("ends no change half-way, and is told once and by the exit code", async () => {
		const env = await whenTold("stderr", secondStep, stray);
		const { code, stderr } = await instance.run(install, { env });
		expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("--debug") });
		expect(stderr.match(told)).toHaveLength(1);
		expect(stderr).not.toMatch(/^ +at /m);
		await expectInstalled();
	});

	it("shows where it came from with --debug, and leaves the answer for a script whole", async () => {
		const env = await whenTold("stderr", secondStep, stray);
		const args = [...install, "--debug", "--json"];
		const { code, stdout, stderr } = await instance.run(args, { env });
		expect(code).toBe(1);
		expect(stderr).toMatch(/^ +at .*loaded\.mjs/m);
		expect(JSON.parse(stdout)).toMatchObject({ format: 1, changed: true });
		await expectInstalled();
	});

	it("is told where nothing is being changed, too", async () => {
		const env = await whenTold("stdout", /probe/, stray);
		const { code, stdout, stderr } = await instance.run(["list"], { env });
		expect([code, stdout]).toEqual([1, expect.stringContaining("probe 1.0")]);
		expect(stderr.match(told)).toHaveLength(1);
		expect(stderr).not.toMatch(/^ +at /m);
	});
});

it("work that waits for what never comes is told, and is no success", async () => {
	const env = await loaded(`import fs from "node:fs";
		import { syncBuiltinESMExports } from "node:module";
		fs.promises.readdir = () => new Promise(() => {});
		syncBuiltinESMExports();`);
	const { code, stderr } = await instance.run(["list"], { env });
	expect([code, stderr]).toEqual([1, expect.stringContaining("it ended before its work did")]);
});

it("a line of the log that cannot be kept ends no change, and is said", async () => {
	const ctx = await openContext({
		env: instance.env,
		actor: { name: "tester", role: "administrator" },
	});
	await ctx.database.$executeRawUnsafe(
		`create trigger full before insert on "OperationEvent" begin select raise(abort, 'no room for it'); end`,
	);
	await ctx.close();
	const { code, stderr } = await instance.run(install);
	expect([code, stderr]).toEqual([
		0,
		expect.stringMatching(/\d+ lines of this operation's log could not be kept: /),
	]);
	await expectInstalled();
});

it("a reader that has seen enough ends no change, and is no failure", async () => {
	const piped = 'set -o pipefail; "$@" | head -c 1';
	// The answer comes when the reader has long gone.
	const env = await whenTold(
		"stdout",
		/./,
		"fs.writeSync(1, 'x'); Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);",
	);
	const args = ["-c", piped, "bash", process.execPath, program, ...install, "--json"];
	const child = spawn("bash", args, { env: { ...instance.env, ...env } });
	let told = "";
	child.stderr.setEncoding("utf8").on("data", (text: string) => {
		told += text;
	});
	child.stdout.resume();
	const [code] = await once(child, "close");
	expect([code, told]).toEqual([0, expect.not.stringMatching(/error|EPIPE/)]);
	await expectInstalled();
});

if (noTerminal === undefined)
	it("a terminal that is closed while a server is being changed ends nothing", async () => {
		const marker = join(instance.folder, "at-the-second-step");
		const env = await whenTold(
			"stderr",
			secondStep,
			`fs.writeFileSync(${JSON.stringify(marker)}, String(process.pid));
			Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2000);`,
		);
		const name = `graft-test-${process.pid}-closed`;
		const argv = [process.execPath, program, ...install];
		const person = openTerminal(argv, { ...instance.env, ...env }, name);
		const limit = { timeout: patient(60_000), interval: 50 };
		await expect.poll(() => existsSync(marker), limit).toBe(true);
		person.close();
		expect(existsSync(join(instance.serverDir, "plugins/probe.conf"))).toBe(false);
		await expect
			.poll(async () => {
				const { value } = await instance.json<{ extensions: { servers: object[] }[] }>(["list"]);
				return value.extensions[0]?.servers;
			}, limit)
			.toMatchObject([{ state: "in-sync" }]);
		await expectInstalled();
	});
