import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { turnsOf, watched } from "./loop-probe.ts";
import { formOf, sendForm, signedIn } from "./signed-in.ts";
import { largeFile } from "./slow-archives.ts";

let folder: string;
let server: ConsoleServer;
let cookie: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "graft-probe-"));
	server = await startConsole(watched(join(folder, "probe")));
	cookie = await signedIn(server);
});
afterAll(async () => {
	await server?.stop();
	if (folder !== undefined) await rm(folder, { recursive: true });
});

// Next itself sees to it, as it says in its own source alone: this is how we would hear that it no longer does.
it.each([
	["/reject", "nobody waits for this"],
	["/refuse", "nobody is told of this refusal"],
	["/throw", "nobody catches this"],
] as const)(
	"says what goes wrong where nobody hears of it, and goes on with what it does: %s",
	async (path, message) => {
		let isDone = false;
		const form = await formOf(largeFile(300));
		const upload = sendForm(server, cookie, form).finally(() => {
			isDone = true;
		});
		await turnsOf(join(folder, "probe"), path);
		await expect.poll(() => server.log(), { timeout: patient(30_000) }).toContain(message);
		expect(isDone).toBe(false);
		expect((await upload).status).toBe(200);
	},
);
