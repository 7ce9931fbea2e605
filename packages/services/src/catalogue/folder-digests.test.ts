import {
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { patient } from "../../../../test/patience.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { codes, id, shorthands } from "../../test/shorthands.ts";
import { listExtensions } from "../extensions/list-extensions.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { at, list, get, importFiles, writeFolder } = shorthands(() => instance);
const changed = "extension/changed-on-disk";
const kept = () => instance.ctx.database.folderDigest.findMany({ orderBy: { path: "asc" } });
const problems = async () => codes((await list()).extensions[0]?.problems ?? []);

/** Looks until digests of so many folders are kept: what changed just now is read each time. */
async function whenKept(count: number): Promise<void> {
	const deadline = performance.now() + patient(30_000);
	while ((await kept()).length < count) {
		if (performance.now() > deadline) throw new Error("no digest was kept");
		await list();
		await pause(100);
	}
}

test("is believed while nothing in the folder changed, and not a moment longer", async () => {
	await importFiles(ocsFiles());
	expect(await kept()).toEqual([]);
	await whenKept(1);
	await instance.ctx.database.folderDigest.updateMany({ data: { digest: "another" } });
	expect(await problems()).toContain(changed);
	const now = new Date();
	utimesSync(at(id, "README.md"), now, now);
	expect(await problems()).not.toContain(changed);
});

test("a change is seen at once, and each one after it, however short and well hidden it is", async () => {
	await importFiles(ocsFiles());
	await whenKept(1);
	const before = readFileSync(at(id, "README.md"), "utf8");
	const { atime, mtime } = statSync(at(id, "README.md"));
	for (const [text, says] of [
		[before.replaceAll("p", "q"), true],
		[before, false],
		[before.replaceAll("p", "b"), true],
	] as const) {
		writeFileSync(at(id, "README.md"), text);
		utimesSync(at(id, "README.md"), atime, mtime);
		expect((await problems()).includes(changed)).toBe(says);
		expect(codes((await get()).problems).includes(changed)).toBe(says);
	}
});

test("goes with the content, not with the name", async () => {
	await importFiles(ocsFiles());
	await importFiles(ocsFiles({ id: "other", table: "othertable" }));
	await whenKept(2);
	renameSync(at(id), at("away"));
	renameSync(at("other"), at(id));
	renameSync(at("away"), at("other"));
	for (const { problems } of (await list()).extensions) expect(codes(problems)).toContain(changed);
});

test("is forgotten with its folder", async () => {
	writeFolder(id, ocsFiles());
	writeFolder("other", ocsFiles({ id: "other" }));
	await whenKept(2);
	rmSync(at("other"), { recursive: true });
	await list();
	expect((await kept()).map(({ path }) => path)).toEqual([at(id)]);
});

test("is not kept of what cannot be read wholly", async () => {
	writeFolder("odd", { "a.txt": "x" });
	mkdirSync(at("odd", "sub"));
	writeFileSync(at("odd", "sub", "nul:"), "");
	writeFolder(id, ocsFiles());
	await whenKept(1);
	expect((await kept()).map(({ path }) => path)).toEqual([at(id)]);
});

test("what is shown of one page is looked at, and of the rest where it matters", async () => {
	await importFiles(ocsFiles());
	await importFiles(ocsFiles({ id: "other", table: "othertable" }));
	await whenKept(2);
	writeFileSync(at(id, "README.md"), "changed");
	const page = await listExtensions({
		ctx: instance.ctx,
		input: { page: 2, pageSize: 1, sort: "id" },
	});
	expect(page.extensions.map((each) => [each.id, codes(each.problems).includes(changed)])).toEqual([
		[id, true],
	]);
});
