import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Goal } from "@graft/core/domain/plan";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { first, type Release, Server, second } from "./installer-server.ts";

const folder = mkdtempSync(join(tmpdir(), "graft-child-"));
const program = join(folder, "child.mjs");

beforeAll(async () => {
	await build({
		entryPoints: [join(import.meta.dirname, "installer-child.ts")],
		outfile: program,
		bundle: true,
		platform: "node",
		format: "esm",
		logLevel: "error",
	});
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** True where the process was killed at that call, false where it needed fewer. */
async function killAt(server: Server, goal: Goal, release: Release, call: number) {
	const child = spawn(
		process.execPath,
		[program, server.root, goal, release.version, String(call)],
		{ stdio: ["ignore", "pipe", "inherit"] },
	);
	const [word] = await once(child.stdout, "data");
	const ended = once(child, "exit");
	child.kill("SIGKILL");
	await ended;
	return String(word) === "here\n";
}

describe.each([
	{ name: "an install", goal: "present", release: first, before: undefined },
	{ name: "an upgrade", goal: "present", release: second, before: first },
	{ name: "an uninstall", goal: "absent", release: first, before: first },
] as const)("$name in a process that is killed", ({ goal, release, before }) => {
	it("now and then, and run again, ends as if nothing had happened", async () => {
		const plain = new Server();
		if (before) await plain.run("present", before);
		await plain.run(goal, release);
		const expected = plain.snapshot();
		plain.tearDown();
		let killed = true;
		// Looking needs 11 calls at least; the walk in one process takes every call, a real death only each third.
		for (let call = 12; killed; call += 3) {
			const server = new Server();
			if (before) await server.run("present", before);
			killed = await killAt(server, goal, release, call);
			const faults = server.faults();
			await server.run(goal, release);
			expect({ call, faults, tree: server.snapshot() }).toEqual({
				call,
				faults: [],
				tree: expected,
			});
			server.tearDown();
			if (!killed) expect(call).toBeGreaterThan(30);
		}
	});
});
