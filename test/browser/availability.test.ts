import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { callAction, everyAction, outcomeOf, untilAllIsDone } from "./entrances.ts";
import { ask } from "./http.ts";
import { pagesWhile, watched } from "./loop-probe.ts";
import { expectNobodyHeldUp } from "./nobody-held-up.ts";
import { type Form, formOf, sendForm, signedIn } from "./signed-in.ts";
import {
	largeFile,
	largeScript,
	manyFiles,
	manyProblems,
	manyStatements,
	noise,
} from "./slow-archives.ts";

const light = ["/sign-in", "/extensions"] as const;

describe("a console that reads archives", () => {
	let folder: string;
	let socket: string;
	let server: ConsoleServer;
	let cookie: string;

	/** The page for signing in is for somebody who is not. */
	const page = (path: string) => ({
		url: `${server.url}${path}`,
		cookie: path === "/sign-in" ? "" : cookie,
	});

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), "graft-probe-"));
		socket = join(folder, "probe");
		server = await startConsole(watched(socket));
		cookie = await signedIn(server);
		// Everything is loaded once, and compiled.
		const small = await formOf(largeFile(1));
		for (let time = 0; time < 3; time++) {
			expect((await sendForm(server, cookie, small)).status).toBe(200);
			for (const path of light) await pagesWhile(page(path), pause(100));
		}
	});

	afterAll(async () => {
		await server?.stop();
		if (folder !== undefined) await rm(folder, { recursive: true });
	});

	it(
		"takes ten at once, all of them, without holding all of them",
		async () => {
			// Each of 60 MiB that do not shrink: ten are more than is let in at once.
			const form = await formOf(noise(60));
			const answers = Promise.all(Array.from({ length: 10 }, () => sendForm(server, cookie, form)));
			const pages = await pagesWhile(page("/extensions"), answers);
			expect((await answers).map(({ status }) => status)).toEqual(Array(10).fill(200));
			expect(pages.length).toBeGreaterThan(3);
			expect(server.peakMemory() >> 20).toBeLessThan(1000);
		},
		patient(300_000),
	);

	it("says that an upload waits for others, until it is its turn", async () => {
		const isWaiting = async (id: string): Promise<boolean> => {
			const url = `${server.url}/api/uploads?upload=${id}`;
			const { status, text } = await ask({ url, headers: { cookie } });
			expect(status).toBe(200);
			return JSON.parse(text).waiting;
		};
		const { type, body } = await formOf(noise(100));
		expect(await isWaiting("second")).toBe(false);

		// All that is let in at once is taken by one that is never sent to its end.
		const first = request(`${server.url}/api/uploads`, {
			method: "POST",
			headers: {
				...{ origin: server.url, cookie, "content-type": type, "x-graft-upload": "first" },
				"content-length": 250 << 20,
			},
		});
		const broken = once(first, "error");
		first.write(body.subarray(0, 1000));
		await expect.poll(() => isWaiting("first"), { timeout: patient(30_000) }).toBe(false);
		const second = sendForm(server, cookie, { type, body }, "second");
		await expect.poll(() => isWaiting("second"), { timeout: patient(30_000) }).toBe(true);
		const third = sendForm(server, cookie, await formOf(largeFile(1)), "third");
		await expect.poll(() => isWaiting("third"), { timeout: patient(30_000) }).toBe(true);
		expect([await isWaiting("first"), await isWaiting("nobody")]).toEqual([false, false]);

		first.destroy(new Error("its browser was closed"));
		await broken;
		expect([(await second).status, (await third).status]).toEqual([200, 200]);
		expect([await isWaiting("second"), await isWaiting("third")]).toEqual([false, false]);
	});

	describe.each([
		["one large file", () => largeFile(450)],
		["as much as is sent", () => noise(150)],
		["many statements", () => manyStatements(1200)],
		["many files", () => manyFiles(9900)],
		["many problems", () => manyProblems(9900)],
	])("%s", (_, make) => {
		let form: Form;
		beforeAll(async () => {
			form = await formOf(make());
		});

		it.each(light)(
			"answers others within 100 ms meanwhile: %s",
			(path) =>
				expectNobodyHeldUp(
					async () => expect((await sendForm(server, cookie, form)).status).toBe(200),
					page(path),
					socket,
				),
			patient(300_000),
		);
	});

	/** Imports what is in a form. */
	async function bring(form: Form): Promise<void> {
		const { upload } = JSON.parse((await sendForm(server, cookie, form)).text);
		const importUpload = everyAction("").find(({ name }) => name === "importUpload");
		if (importUpload === undefined) throw new Error("The console has no such action.");
		const input = { upload, fileName: "probe.zip", accept: [] };
		const headers = { origin: server.url, cookie };
		const imported = await callAction(server.url, importUpload, input, headers);
		expect(outcomeOf(imported)).toBe("done");
		await untilAllIsDone(server.url, cookie);
	}

	it(
		"answers others while it packs bundles",
		async () => {
			await bring(await formOf(largeScript(120)));
			const url = `${server.url}/api/extensions/probe/bundles?bundle=probe-1.0-windows.zip`;
			await expectNobodyHeldUp(
				async () => {
					const { status, text } = await ask({ url, headers: { cookie } });
					expect([status, text.length >> 20]).toEqual([200, 120]);
				},
				page("/sign-in"),
				socket,
			);
		},
		patient(300_000),
	);

	it(
		"answers others while it reads what would take the place of an extension that is as large",
		async () => {
			const form = await formOf(manyProblems(9900));
			await bring(form);
			await expectNobodyHeldUp(
				async () => expect((await sendForm(server, cookie, form)).status).toBe(200),
				page("/sign-in"),
				socket,
			);
		},
		patient(300_000),
	);
});
