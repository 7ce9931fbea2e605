import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles, under } from "../../../../test/builders/ocs-files.ts";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import { sha256 } from "../../../../test/builders/tree.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance, viewer } from "../../test/instance.ts";
import { activateExtension } from "../extensions/activate-extension.ts";
import { getExtension } from "../extensions/get-extension.ts";
import { listExtensions } from "../extensions/list-extensions.ts";
import { switchVersion } from "../extensions/switch-version.ts";
import { importArchive } from "./import-archive.ts";
import { inspectArchive } from "./inspect-archive.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const zipOf = (version: string) => makeZip(panoptesFiles({ version }));
const importZip = (bytes: Uint8Array) => importArchive({ ctx: instance.ctx, input: { bytes } });
const folder = (...path: string[]) => join(instance.env.EXTENSIONS_DIR, "heartbeat", ...path);
const home = (...path: string[]) => join(instance.env.GRAFT_HOME, ...path);

describe("inspectArchive", () => {
	test("says what an archive is and would do, in the order that scripts rely on", async () => {
		const bytes = zipOf("1.2");
		const inspection = await inspectArchive({ ctx: instance.ctx, input: { bytes } });
		expect(Object.keys(inspection)).toEqual([
			"format",
			"archive",
			"extension",
			"parts",
			"problems",
		]);
		expect(inspection.archive).toEqual({ sha256: sha256(bytes), bytes: bytes.length, entries: 3 });
		expect(Object.keys(inspection.extension ?? {})).toEqual([
			...["platform", "id", "version", "name", "description", "authors", "licence"],
		]);
		expect(inspection.extension).toMatchObject({ platform: "panoptes", id: "heartbeat" });
		expect(Object.keys(inspection.parts)).toEqual(["database", "server", "agents", "facts"]);
	});

	test("says why an archive is refused, and still what it is", async () => {
		const bytes = new TextEncoder().encode("no zip at all");
		const inspection = await inspectArchive({ ctx: instance.ctx, input: { bytes } });
		expect(inspection.extension).toBeNull();
		expect(inspection.archive).toEqual({ sha256: sha256(bytes), bytes: 13, entries: 0 });
		expect(inspection.problems[0]).toMatchObject({ severity: "error" });
		expect(inspection.problems[0]?.message).not.toBe("");
	});

	test("names an archive that no platform knows", async () => {
		const bytes = makeZip({ "README.md": "# nothing" });
		const { extension, problems } = await inspectArchive({ ctx: instance.ctx, input: { bytes } });
		expect(extension).toBeNull();
		expect(problems.map(({ code }) => code)).toEqual(["extension/not-recognised"]);
	});

	test("knows the fields of an extension that was stored before Graft kept them", async () => {
		const { ctx } = instance;
		const map = String(ocsFiles({ id: "older" })["APACHE/Map.pm"]).replace("MOUNT =>", "NEWER =>");
		await importZip(makeZip({ ...ocsFiles({ id: "older" }), "APACHE/Map.pm": map }));
		const [row] = await ctx.database.archive.findMany({});
		const stored = JSON.parse(JSON.stringify(row?.extension));
		delete stored.parts.server.elements;
		await ctx.database.archive.updateMany({ data: { extension: stored } });
		await ctx.database.archiveIndex.deleteMany({});
		const bytes = makeZip(ocsFiles({ id: "newer" }));
		const { problems } = await inspectArchive({ ctx, input: { bytes } });
		expect(problems.map(({ code }) => code)).toContain("ocs/section-as-field");
	});

	test("writes nothing, for a viewer too", async () => {
		const ctx = await instance.open(viewer);
		await inspectArchive({ ctx, input: { bytes: zipOf("1.2") } });
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		expect(existsSync(home("archives"))).toBe(false);
		expect(existsSync(home("staging"))).toBe(false);
		expect(await instance.ctx.database.operation.count()).toBe(0);
	});
});

describe("an archive that holds its extension further down", () => {
	const second = panoptesFiles({ name: "pulse" });
	const both = makeZip({
		...under("all-main/first", ocsFiles({ id: "first" })),
		"all-main/pulse.zip": makeZip(second),
	});

	test("is looked at where it lies, and where that is, is said", async () => {
		const bytes = makeZip({ LICENSE: "x", ...under("src", ocsFiles()) });
		const inspection = await inspectArchive({ ctx: instance.ctx, input: { bytes } });
		expect(inspection.archive.takenFrom).toEqual({ root: "src", sha256: sha256(bytes) });
		expect(inspection.extension).toMatchObject({ id: "probe" });
		expect(inspection.problems.map(({ code }) => code)).toEqual(["archive/found-deeper"]);
	});

	test("of several takes the one that is named, each after the other, and installs each again", async () => {
		const { ctx } = instance;
		const looked = await inspectArchive({ ctx, input: { bytes: both } });
		expect(looked.archive.roots?.map(({ path }) => path)).toEqual([
			"all-main/first",
			"all-main/pulse.zip",
		]);
		await expect(importZip(both)).rejects.toMatchObject({ kind: "refused" });
		const first = await importArchive({ ctx, input: { bytes: both, root: "first" } });
		const pulse = await importArchive({ ctx, input: { bytes: both, root: "pulse.zip" } });
		expect([first.id, pulse.id]).toEqual(["first", "pulse"]);
		for (const { id, sha256 } of [first, pulse]) {
			await switchVersion({ ctx, input: { id, sha256 } });
			expect(existsSync(home("archives", `${sha256}.zip`))).toBe(true);
		}
		const again = await importArchive({ ctx, input: { bytes: both, root: "first" } });
		expect(again).toMatchObject({ sha256: first.sha256, replacedVersion: null });
	});
});

describe("importArchive", () => {
	test("keeps the archive by its sha256 and unpacks it under its id", async () => {
		const bytes = zipOf("1.2");
		const imported = await importArchive({
			ctx: instance.ctx,
			input: { bytes, fileName: "heartbeat-main.zip" },
		});
		expect(imported).toMatchObject({
			id: "heartbeat",
			version: "1.2",
			sha256: sha256(bytes),
			replacedVersion: null,
		});
		expect(new Uint8Array(readFileSync(home("archives", `${imported.sha256}.zip`)))).toEqual(bytes);
		expect(readdirSync(folder())).toEqual([
			...["README.md", "heartbeat.panoptes-plugin", "heartbeat.py"],
		]);
		expect(readdirSync(home("staging"))).toEqual([]);
	});

	test("keeps its own folder private, and the extension readable for the system that uses it", async () => {
		await importZip(zipOf("1.2"));
		expect(statSync(home()).mode & 0o777).toBe(0o700);
		expect(statSync(folder()).mode & 0o777).toBe(0o755);
		expect(statSync(folder("heartbeat.py")).mode & 0o777).toBe(0o644);
	});

	test("refuses a bad archive with all of its problems, and changes nothing", async () => {
		const files = { ...panoptesFiles(), "heartbeat.panoptes-plugin": "[main]\n" };
		await expect(importZip(makeZip(files))).rejects.toMatchObject({
			kind: "refused",
			problems: expect.arrayContaining([expect.objectContaining({ code: "panoptes/no-core" })]),
		});
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		expect(await instance.ctx.database.operation.count()).toBe(0);
	});

	test("upgrades: says which version it replaced, keeps both archives, stays active", async () => {
		await importZip(zipOf("1.2"));
		await activateExtension({ ctx: instance.ctx, input: { id: "heartbeat" } });
		const { replacedVersion } = await importZip(zipOf("1.3"));
		expect(replacedVersion).toBe("1.2");
		const { version, active, versions } = await getExtension({
			ctx: instance.ctx,
			input: { id: "heartbeat" },
		});
		expect({ version, active }).toEqual({ version: "1.3", active: true });
		expect(versions.map((kept) => [kept.version, kept.current])).toEqual(
			expect.arrayContaining([
				["1.3", true],
				["1.2", false],
			]),
		);
	});

	test("takes files of the older version away", async () => {
		await importZip(makeZip({ ...panoptesFiles(), "old.txt": "gone soon" }));
		await importZip(zipOf("1.3"));
		expect(existsSync(folder("old.txt"))).toBe(false);
	});

	test("does nothing the second time, and remembers nothing", async () => {
		await importZip(zipOf("1.2"));
		const { mtimeMs } = statSync(folder());
		const { replacedVersion } = await importZip(zipOf("1.2"));
		expect(replacedVersion).toBeNull();
		expect(statSync(folder()).mtimeMs).toBe(mtimeMs);
		expect(await instance.ctx.database.operation.count()).toBe(1);
	});

	test("keeps aside what somebody changed by hand before it puts a version over it", async () => {
		await importZip(zipOf("1.2"));
		writeFileSync(folder("heartbeat.py"), "# mended by hand");
		await importZip(zipOf("1.3"));
		const [kept = ""] = readdirSync(home("set-aside"));
		expect(readFileSync(home("set-aside", kept, "heartbeat.py"), "utf8")).toBe("# mended by hand");
		expect(readFileSync(folder("heartbeat.py"), "utf8")).toBe(panoptesFiles()["heartbeat.py"]);
	});

	test("keeps aside a folder of that name that came by hand", async () => {
		mkdirSync(folder());
		writeFileSync(folder("notes.txt"), "mine");
		await importZip(zipOf("1.2"));
		const [kept = ""] = readdirSync(home("set-aside"));
		expect(readFileSync(home("set-aside", kept, "notes.txt"), "utf8")).toBe("mine");
	});

	test("two at once end with one of them in place, whole", async () => {
		const other = await instance.open();
		await Promise.all([
			importZip(zipOf("1.2")),
			importArchive({ ctx: other, input: { bytes: zipOf("1.3") } }),
		]);
		const { extensions } = await listExtensions({ ctx: instance.ctx, input: {} });
		expect(extensions).toHaveLength(1);
		expect(extensions[0]?.problems.map(({ code }) => code)).not.toContain(
			"extension/changed-on-disk",
		);
		expect(extensions[0]?.versions).toBe(2);
	});

	test("says what to do where a folder may not be written", async () => {
		writeFileSync(home("archives"), "a file in the way");
		await expect(importZip(zipOf("1.2"))).rejects.toThrow();
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		const [failed] = await instance.ctx.database.operation.findMany();
		expect(failed).toMatchObject({ state: "failed" });
	});
});
