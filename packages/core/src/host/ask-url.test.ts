import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Connection } from "../connections/connection.ts";
import { openLocal } from "../connections/local/open-local.ts";
import { askUrl, type Question } from "./ask-url.ts";

let server: Server;
let base: string;
let connection: Connection;
beforeAll(async () => {
	connection = openLocal("/unused");
	server = createServer((request, answer) => {
		if (request.url === "/nothing") return answer.writeHead(204).end();
		if (request.method !== "GET") {
			const { method, headers } = request;
			void text(request).then((sent) =>
				answer.end(JSON.stringify([method, headers["content-type"] ?? null, sent])),
			);
			return undefined;
		}
		if (request.url === "/large") return answer.end("x".repeat(1_000_000));
		answer.writeHead(request.url === "/v1/busy?all=1" ? 200 : 404, { "x-count": "0" });
		return answer.end("[\n\n]\n");
	}).listen(0, "127.0.0.1");
	await new Promise((resolve) => server.once("listening", resolve));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	await connection.close();
	server.close();
});

const where = (program: string) =>
	execFileSync("sh", ["-c", `command -v ${program} || true`])
		.toString()
		.trim();

/** With these programs and no other. */
async function withPrograms<T>(programs: readonly string[], ask: () => Promise<T>): Promise<T> {
	const folder = mkdtempSync(join(tmpdir(), "graft-programs-"));
	for (const each of programs) symlinkSync(where(each), join(folder, each));
	const { PATH } = process.env;
	process.env.PATH = folder;
	try {
		return await ask();
	} finally {
		process.env.PATH = PATH;
		rmSync(folder, { recursive: true });
	}
}

describe.each(["curl", "perl", "bash"].filter((tool) => where(tool) !== ""))(
	"a URL, asked on the host with %s",
	(tool) => {
		const ask = (path: string, question?: Question) =>
			withPrograms(["sh", "head", tool], () => askUrl(connection, `${base}${path}`, question));

		it("gives its status and its body, whole", async () => {
			expect(await ask("/v1/busy?all=1")).toEqual({ status: 200, body: "[\n\n]\n" });
			expect(await ask("/v1/other")).toEqual({ status: 404, body: "[\n\n]\n" });
			expect(await ask("/nothing")).toEqual({ status: 204, body: "" });
		});

		it("is sent what is to be sent, to the byte", async () => {
			const send = { name: 'it\'s "here"\n$HOME `id` \\ %s', more: "ä€😀".repeat(2_000) };
			const posted = await ask("/v1/jobs", { method: "POST", send, limit: 1 << 20 });
			expect(JSON.parse(posted?.body ?? "")).toEqual([
				...["POST", "application/json", JSON.stringify(send)],
			]);
			const deleted = await ask("/v1/jobs/a", { method: "DELETE" });
			expect(JSON.parse(deleted?.body ?? "")).toEqual(["DELETE", null, ""]);
		});

		it("gives no more of it than anybody reads", async () => {
			expect((await ask("/large"))?.body).toHaveLength(64 * 1024);
		});

		it("gives nothing where nobody answers", async () => {
			const closed = () => askUrl(connection, "http://127.0.0.1:1/");
			expect(await withPrograms(["sh", "head", tool], closed)).toBeUndefined();
		});
	},
);

it("cannot be asked where the host has no program for it", async () => {
	expect(await withPrograms(["sh", "head"], () => askUrl(connection, base))).toBeNull();
});
