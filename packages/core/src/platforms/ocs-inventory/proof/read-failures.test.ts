import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Connection } from "../../../connections/connection.ts";
import { openLocal } from "../../../connections/local/open-local.ts";
import { commonFormat } from "../apache/access-log-format.ts";
import { readFailures, type ServerLogs } from "./read-failures.ts";

let folder: string;
let connection: Connection;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-failures-"));
	connection = openLocal(join(folder, "state"));
});
afterEach(async () => {
	await connection.close();
	rmSync(folder, { recursive: true });
});

const format = commonFormat;
const line = (second: number, status: number, path = "/ocsinventory") =>
	`::1 - - [21/Nov/2026:12:00:${String(second).padStart(2, "0")} +0000] "POST ${path} HTTP/1.1" ${status} 7\n`;
const at = (second: number) => Date.UTC(2026, 10, 21, 12, 0, second);

function log(name: string, ...lines: readonly string[]): string {
	writeFileSync(join(folder, name), lines.join(""));
	return join(folder, name);
}

function failures(logs: ServerLogs, over: Connection = connection) {
	const values = { logs: JSON.stringify(logs) };
	const facts = { folders: {}, values, home: "/", workFolder: "/w", notes: [], problems: [] };
	return readFailures(over, facts);
}

describe("the failures of a communication server", () => {
	test("are the agents' requests that it answered with 500, and what Perl said last", async () => {
		const path = log(
			"access",
			line(1, 500),
			line(2, 200),
			line(3, 500, "/ocsreports/index.php"),
			line(4, 404, "/500"),
			line(5, 500, "http://ocs.example.org/ocsinventory?x=1"),
			line(6, 500, "/ocsinventory-other"),
		);
		const error = log(
			"error",
			"[Sat Nov 21 12:00:00 2026] [core:notice] AH00094\n",
			"[Sat Nov 21 12:00:01 2026] [perl:error] DBD::mysql::st execute failed: no table\n",
			"[Sat Nov 21 12:00:02 2026] [core:notice] end\n",
		);
		expect(await failures({ access: [[{ path, format }]], error })).toEqual({
			at: [at(1), at(5)],
			last: "DBD::mysql::st execute failed: no table",
		});
	});

	test("count once where several logs tell of them", async () => {
		const one = { path: log("one", line(1, 500)), format };
		const same = { path: log("same", line(1, 500)), format };
		const bare = { path: log("bare", "500\n"), format: "%>s" };
		const other = { path: log("other", line(3, 500)), format };
		const access = [[one, same, bare], [other], [other]];
		expect(await failures({ access, error: null })).toEqual({ at: [at(1), at(3)], last: null });
	});

	test("are none where all went well, and unknown where nobody can tell", async () => {
		const fine = { path: log("fine", line(1, 200), line(2, 200, "/500")), format };
		const quiet = { path: log("quiet"), format };
		const gone = { path: join(folder, "gone"), format };
		const strange = { path: log("strange", "500\n"), format };
		const none = { at: [], last: null };
		expect(await failures({ access: [[fine]], error: null })).toEqual(none);
		expect(await failures({ access: [[quiet]], error: null })).toEqual(none);
		for (const access of [[], [[]], [[gone]], [[strange]], [[fine], [gone]]])
			expect(await failures({ access, error: null })).toBeNull();
	});

	test("are known as far as a log can be read", async () => {
		const bad = { path: log("bad", line(1, 500)), format };
		const gone = { path: join(folder, "gone"), format };
		expect((await failures({ access: [[bad], [gone]], error: gone.path }))?.at).toEqual([at(1)]);
	});

	test("are found at the end of a long log", async () => {
		const path = log("long", line(1, 500), line(2, 200).repeat(250_000), line(3, 500));
		expect((await failures({ access: [[{ path, format }]], error: null }))?.at).toEqual([at(3)]);
	});

	test("are found without a shell, in a log that is not too long to be fetched", async () => {
		const filesOnly: Connection = { ...connection, hasShell: async () => false };
		const path = log("short", line(1, 500), line(2, 200));
		expect((await failures({ access: [[{ path, format }]], error: null }, filesOnly))?.at).toEqual([
			at(1),
		]);
		const long = log("long", line(2, 200).repeat(60_000));
		const access = [[{ path: long, format }]];
		expect(await failures({ access, error: null }, filesOnly)).toBeNull();
	});

	test("are unknown where what should be the log cannot be read", async () => {
		const path = join(folder, "a-folder");
		mkdirSync(path);
		expect(await failures({ access: [[{ path, format }]], error: null })).toBeNull();
	});
});
