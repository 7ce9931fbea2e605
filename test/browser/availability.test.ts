import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patient } from "../patience.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { ask } from "./http.ts";
import { pagesWhile, turnsOf, watched } from "./loop-probe.ts";
import { type Form, formOf, sendForm, signedIn } from "./signed-in.ts";
import { largeFile, manyFiles, manyProblems, manyStatements, noise } from "./slow-archives.ts";

/** Of values in order, the one below which so many hundredths of them are. */
const percentile = (values: readonly number[], percent: number): number => {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
};
const largest = (values: readonly number[]): number => percentile(values, 100);

const enoughPages = 50;
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

	/** Does something again until enough pages were answered meanwhile: what they took, and what it took each time. */
	async function pagesBeside(path: string, work: () => Promise<unknown>) {
		const pages: number[] = [];
		const works: number[] = [];
		while (pages.length < enoughPages) {
			const began = performance.now();
			pages.push(...(await pagesWhile(page(path), work())));
			works.push(performance.now() - began);
		}
		return { pages, works };
	}

	/** The same while another process computes: it takes of the processors what a worker would take. */
	async function pagesBesideOthers(path: string): Promise<number[]> {
		const other = new Worker("for (;;);", { eval: true });
		try {
			return (await pagesBeside(path, () => pause(1000))).pages;
		} finally {
			await other.terminate();
		}
	}

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

	/*
	 * What is promised is 100 ms, on two processors of which the worker takes one. On a machine that is busy anyway a page
	 * takes longer without anybody's fault; so
	 * - what the event loop computes in one turn is counted in time of its own on a processor, which no neighbour changes:
	 *   here 100 ms are never allowed;
	 * - what a page takes is compared with what it takes at the same time beside another process that computes as much.
	 * Were an archive read on the event loop, one turn and one page would take as long as the archive: a second and more.
	 */
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
			async (path) => {
				const others = await pagesBesideOthers(path);
				await turnsOf(socket);
				const { pages, works } = await pagesBeside(path, async () => {
					expect((await sendForm(server, cookie, form)).status).toBe(200);
				});
				const turns = await turnsOf(socket);

				expect(largest(turns.map(({ had }) => had))).toBeLessThan(60);
				expect(
					percentile(
						turns.map(({ held }) => held),
						99,
					),
				).toBeLessThan(60);
				const shortest = Math.min(...works);
				const bound = Math.max(100, 2 * percentile(others, 95));
				expect(percentile(pages, 95)).toBeLessThan(Math.min(bound, shortest / 2));
				expect(largest(pages)).toBeLessThan(Math.max(250, 3 * largest(others)));
			},
			patient(300_000),
		);
	});
});
