import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { crc32, deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { bytesOf } from "../builders/tree.ts";
import { rawZip } from "../builders/zip.ts";
import { patient } from "../patience.ts";
import { type ConsoleServer, startConsole } from "./console-server.ts";
import { callAction, everyAction, outcomeOf } from "./entrances.ts";
import { type Answer, ask } from "./http.ts";
import { administrator } from "./pages.ts";

/** Small to send, and work for a second or more, whatever judges what is in it. */
function heavyZip(mebibytes: number): Uint8Array {
	const zeros = new Uint8Array(mebibytes << 20);
	const body = deflateRawSync(zeros);
	const says = { method: 8, crc: crc32(zeros), size: zeros.length };
	return rawZip([
		...Object.entries(ocsFiles()).map(([name, content]) => ({ name, body: bytesOf(content) })),
		{ name: "probe/heavy.bin", body, says },
	]);
}

const middle = (values: readonly number[]): number =>
	[...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

describe("a console that reads archives", () => {
	let server: ConsoleServer;
	let cookie: string;

	async function send(zip: Uint8Array): Promise<Answer> {
		const form = new FormData();
		form.append("archive", new File([new Uint8Array(zip)], "probe.zip"));
		const whole = new Request("http://form/", { method: "POST", body: form });
		return ask({
			url: `${server.url}/api/uploads`,
			method: "POST",
			headers: {
				...{ origin: server.url, cookie },
				"content-type": whole.headers.get("content-type") ?? "",
			},
			body: new Uint8Array(await whole.arrayBuffer()),
		});
	}

	/** Milliseconds that a page of another person took, one after the other, for as long as `busy` is. */
	async function pagesWhile(busy: Promise<unknown>): Promise<number[]> {
		let isBusy = true;
		void busy.finally(() => {
			isBusy = false;
		});
		const took: number[] = [];
		while (isBusy) {
			const before = performance.now();
			const { status } = await ask({ url: `${server.url}/extensions`, headers: { cookie } });
			expect(status).toBe(200);
			took.push(performance.now() - before);
		}
		return took;
	}

	beforeAll(async () => {
		server = await startConsole();
		const token = new URL(server.setupUrl).searchParams.get("token");
		const create = everyAction("").find(({ name }) => name === "createFirstAdministrator");
		if (create === undefined) throw new Error("The console has no such action.");
		const origin = { origin: server.url };
		const made = await callAction(server.url, create, { ...administrator, token }, origin);
		expect(outcomeOf(made)).toBe("done");
		const { headers } = await ask({
			url: `${server.url}/api/auth/sign-in/email`,
			method: "POST",
			headers: { ...origin, "content-type": "application/json" },
			body: JSON.stringify({ email: administrator.email, password: administrator.password }),
		});
		cookie = (headers["set-cookie"] as string[]).map((one) => one.split(";")[0]).join("; ");
		// Everything is loaded once.
		expect((await send(heavyZip(1))).status).toBe(200);
		await ask({ url: `${server.url}/extensions`, headers: { cookie } });
	});

	afterAll(() => server?.stop());

	it(
		"takes ten at once, all of them, without holding all of them",
		async () => {
			// Each of 60 MiB that do not shrink: ten are more than is let in at once.
			const noise = randomBytes(60 << 20);
			const zip = rawZip([
				...Object.entries(ocsFiles()).map(([name, content]) => ({ name, body: bytesOf(content) })),
				{ name: "probe/noise.bin", body: noise },
			]);
			const answers = Promise.all(Array.from({ length: 10 }, () => send(zip)));
			const took = await pagesWhile(answers);
			expect((await answers).map(({ status }) => status)).toEqual(Array(10).fill(200));
			expect(took.length).toBeGreaterThan(3);
			expect(server.peakMemory() >> 20).toBeLessThan(1000);
		},
		patient(300_000),
	);

	it("answers others meanwhile, however long an archive takes", async () => {
		const zip = heavyZip(300);
		const idle = middle(await pagesWhile(pause(patient(1000))));
		const began = performance.now();
		const sent = send(zip);
		const took = await pagesWhile(sent);
		const whole = performance.now() - began;
		expect((await sent).status).toBe(200);
		// Were it read on the event loop, the first page would take as long as the archive.
		expect(took.length).toBeGreaterThanOrEqual(3);
		expect(middle(took)).toBeLessThan(whole / 3);
		// Both share the processors with the worker: on a machine that is busy, a page takes longer anyway.
		expect(middle(took)).toBeLessThan(Math.max(100, 4 * idle));
	});

	it("says who waits", async () => {
		const { status, text } = await ask({
			url: `${server.url}/api/uploads?upload=mine`,
			headers: { cookie },
		});
		expect([status, JSON.parse(text)]).toEqual([200, { waiting: false }]);
	});
});
