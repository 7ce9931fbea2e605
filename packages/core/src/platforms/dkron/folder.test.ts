import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection } from "../../connections/connection.ts";
import { openLocal } from "../../connections/local/open-local.ts";
import { checkFolder } from "./folder.ts";

const here = { os: "linux", arch: process.arch === "x64" ? "amd64" : process.arch };

let folder: string;
let connection: Connection;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-plugins-"));
	connection = openLocal("/unused");
});
afterEach(async () => {
	await connection.close();
	rmSync(folder, { recursive: true });
});

function put(name: string, content: string, mode = 0o755): void {
	writeFileSync(join(folder, name), content, { mode });
	chmodSync(join(folder, name), mode);
}

const said = async () =>
	(await checkFolder(connection, folder, here)).map(({ path, message }) => [
		path.slice(folder.length + 1),
		message.replace(`${path} `, ""),
	]);

describe("what lies in the folder already", () => {
	it("is nothing to stumble on where Dkron starts it, or does not look at it", async () => {
		copyFileSync(process.execPath, join(folder, "dkron-executor-node"));
		put("dkron-processor-script", "#!/bin/sh -e\n");
		put("README.md", "", 0o644);
		mkdirSync(join(folder, "dkron-other"));
		expect(await said()).toEqual([]);
	});

	it.each([
		["cannot be executed", "#!/bin/sh\n", 0o644],
		["is empty", "", 0o755],
		["is neither a program nor a script", "hello\n", 0o755],
		["needs /no/such/sh, which is not on this server", "#!/no/such/sh\n", 0o755],
		["is cut off", "\x7fELF\x02\x01\x01", 0o755],
	])("is refused where Dkron would not start over it: it %s", async (fault, content, mode) => {
		put("dkron-processor-foreign", content, mode);
		expect(await said()).toEqual([
			[
				"dkron-processor-foreign",
				expect.stringMatching(new RegExp(`^${fault}.*: Dkron will not start`)),
			],
		]);
	});

	it("is refused where it is for another machine, or no file at all", async () => {
		copyFileSync(process.execPath, join(folder, "dkron-executor-node"));
		mkdirSync(join(folder, "dkron-processor-folder"));
		const problems = await checkFolder(connection, folder, { os: "linux", arch: "s390x" });
		expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
			"error dkron/stops-dkron",
			"error dkron/stops-dkron",
		]);
	});
});
