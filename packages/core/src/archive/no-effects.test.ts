import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { badArchives } from "../../../../test/builders/bad-archives.ts";
import { makeProgram } from "../../../../test/builders/program.ts";
import { makeZip } from "../../../../test/builders/zip.ts";

/** Reads every zip beside it, then proves that it had no right to write or to run anything. */
const PROGRAM = `
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readArchive } from "@graft/core/archive/read-archive";
const folder = process.argv[2] ?? "";
const attempt = (action: () => unknown) => {
	try { action(); return "done"; } catch (error: any) { return error.kind ?? error.code ?? String(error); }
};
const outcomes: Record<string, string> = {};
for (const name of readdirSync(folder).filter((name) => name.endsWith(".zip"))) {
	outcomes[name] = attempt(() => readArchive(readFileSync(join(folder, name))));
}
outcomes.write = attempt(() => writeFileSync(join(folder, "written"), ""));
outcomes.run = attempt(() => spawnSync("true"));
process.stdout.write(JSON.stringify(outcomes));
`;

const permission = process.allowedNodeEnvironmentFlags.has("--permission")
	? "--permission"
	: "--experimental-permission";

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-no-effects-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it("reading any archive, good or bad, needs no right to write a file or to run a program", async () => {
	const expected: Record<string, string> = { "good.zip": "done" };
	writeFileSync(join(folder, "good.zip"), makeZip({ "r/install.php": "<?php", "r/a/b": "x" }));
	badArchives.forEach(({ zip }, index) => {
		writeFileSync(join(folder, `${index}.zip`), zip);
		expected[`${index}.zip`] = "refused";
	});
	const program = await makeProgram(folder, PROGRAM);
	const { stdout } = spawnSync(
		process.execPath,
		[permission, "--allow-fs-read=*", program, folder],
		{ encoding: "utf8" },
	);
	expect(JSON.parse(stdout)).toEqual({
		...expected,
		write: "ERR_ACCESS_DENIED",
		run: "ERR_ACCESS_DENIED",
	});
});
