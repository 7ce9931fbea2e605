import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import type { Files } from "../../../../test/builders/tree.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { codes, id, shorthands } from "../../test/shorthands.ts";
import { importArchive } from "../archives/import-archive.ts";
import { activateExtension } from "./activate-extension.ts";
import { deactivateExtension } from "./deactivate-extension.ts";
import { forgetExtension } from "./forget-extension.ts";
import { readExtensionFile } from "./read-extension-file.ts";
import { switchVersion } from "./switch-version.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { at, home, list, get, importFiles, writeFolder } = shorthands(() => instance);

const laterFiles = ocsFiles({ version: "2.0" });

/** OCS would run neither of the two: a warning about the database. */
const later: Files = {
	...laterFiles,
	"install.php": `${laterFiles["install.php"]}`.replace('EXISTS probe"', 'EXISTS probe; SELECT 1"'),
};

describe("activating", () => {
	test("is seen in the list, done once, and taken back without losing anything", async () => {
		await importFiles(ocsFiles());
		const activate = () => activateExtension({ ctx: instance.ctx, input: { id } });
		expect(await activate()).toEqual({ id, version: "1.0", changed: true, made: {} });
		expect(await activate()).toMatchObject({ changed: false });
		expect((await list()).extensions).toMatchObject([{ id, active: true, managed: true }]);

		const deactivate = () => deactivateExtension({ ctx: instance.ctx, input: { id } });
		expect(await deactivate()).toEqual({ id, changed: true });
		expect(await deactivate()).toEqual({ id, changed: false });
		expect(existsSync(at(id, "install.php"))).toBe(true);
		expect(await activate()).toMatchObject({ changed: true });
	});

	test("names an extension that is not there", async () => {
		const nobody = { ctx: instance.ctx, input: { id: "nobody" } };
		await expect(activateExtension(nobody)).rejects.toMatchObject({ kind: "not-found" });
		await expect(deactivateExtension(nobody)).rejects.toMatchObject({ kind: "not-found" });
		const outside = { ctx: instance.ctx, input: { id: "../home" } };
		await expect(activateExtension(outside)).rejects.toMatchObject({ kind: "usage" });
	});

	test("waits until what somebody changed on the disk is accepted", async () => {
		await importFiles(ocsFiles());
		writeFileSync(at(id, "README.md"), "changed");
		const activate = (accept: string[]) =>
			activateExtension({ ctx: instance.ctx, input: { id, accept } });
		await expect(activate([])).rejects.toMatchObject({
			kind: "refused",
			problems: [expect.objectContaining({ code: "extension/changed-on-disk" })],
		});
		expect((await get()).active).toBe(false);
		expect(await activate(["extension/changed-on-disk"])).toMatchObject({ changed: true });
	});

	test("adopts a folder that came by hand", async () => {
		writeFolder(id, ocsFiles());
		expect((await list()).extensions).toMatchObject([{ id, managed: false, sha256: null }]);
		await activateExtension({ ctx: instance.ctx, input: { id } });
		const { managed, active, versions } = await get();
		expect({ managed, active }).toEqual({ managed: true, active: true });
		expect(versions).toHaveLength(1);
	});

	test("keeps back a version with open warnings while an older one is active", async () => {
		await importFiles(ocsFiles());
		await activateExtension({ ctx: instance.ctx, input: { id } });
		const bytes = makeZip(later);
		const open = await importArchive({ ctx: instance.ctx, input: { bytes } }).then(
			() => [],
			(error) => error.problems as { code: string; part: string }[],
		);
		expect(open.length).toBeGreaterThan(0);
		expect((await get()).version).toBe("1.0");
		await importArchive({ ctx: instance.ctx, input: { bytes, accept: codes(open) } });
		expect(await get()).toMatchObject({ version: "2.0", active: true });
		expect((await get()).accepted).toEqual(expect.arrayContaining(codes(open)));
	});
});

describe("versions", () => {
	test("are kept, and going back is one action that leaves the extension active", async () => {
		const first = await importFiles(ocsFiles());
		await activateExtension({ ctx: instance.ctx, input: { id } });
		await importFiles({ ...ocsFiles({ version: "2.0" }), "new.txt": "new" });
		expect(existsSync(at(id, "new.txt"))).toBe(true);

		await switchVersion({ ctx: instance.ctx, input: { id, sha256: first.sha256 } });
		expect(existsSync(at(id, "new.txt"))).toBe(false);
		expect(await get()).toMatchObject({ version: "1.0", active: true });
		expect((await get()).operations.map(({ kind }) => kind)).toContain("switch-version");
	});

	test("bring a folder back that is gone or was changed", async () => {
		const { sha256 } = await importFiles(ocsFiles());
		rmSync(at(id), { recursive: true });
		expect(codes((await list()).extensions[0]?.problems ?? [])).toContain(
			"extension/folder-missing",
		);
		await switchVersion({ ctx: instance.ctx, input: { id, sha256 } });
		writeFileSync(at(id, "README.md"), "changed");
		await switchVersion({ ctx: instance.ctx, input: { id, sha256 } });
		expect(readFileSync(at(id, "README.md"), "utf8")).toBe(ocsFiles()["README.md"]);
		expect(codes((await list()).extensions[0]?.problems ?? [])).not.toContain(
			"extension/changed-on-disk",
		);
	});

	test("are those of this extension only", async () => {
		await importFiles(ocsFiles());
		const other = await importFiles(ocsFiles({ id: "other", table: "othertable" }));
		await expect(
			switchVersion({ ctx: instance.ctx, input: { id, sha256: other.sha256 } }),
		).rejects.toMatchObject({ kind: "not-found" });
	});

	test("whose kept archive was changed are refused, and the extension can still be looked at", async () => {
		const { sha256 } = await importFiles(ocsFiles());
		await importFiles(ocsFiles({ version: "2.0" }));
		writeFileSync(home("archives", `${sha256}.zip`), makeZip(ocsFiles({ version: "6.6.6" })));
		await expect(switchVersion({ ctx: instance.ctx, input: { id, sha256 } })).rejects.toMatchObject(
			{ kind: "refused", message: expect.stringContaining("changed") },
		);
		expect((await get()).version).toBe("2.0");

		rmSync(home("archives"), { recursive: true });
		const { problems, version } = await get();
		expect(version).toBe("2.0");
		expect(codes(problems)).toContain("extension/archive-lost");
	});
});

describe("removing", () => {
	test("takes the folder away and keeps the archives", async () => {
		const { sha256 } = await importFiles(ocsFiles());
		await forgetExtension({ ctx: instance.ctx, input: { id } });
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		expect((await list()).extensions).toEqual([]);
		expect(existsSync(home("archives", `${sha256}.zip`))).toBe(true);
		await expect(get()).rejects.toMatchObject({ kind: "not-found" });
	});

	test("is refused while it is active", async () => {
		await importFiles(ocsFiles());
		await activateExtension({ ctx: instance.ctx, input: { id } });
		const remove = forgetExtension({ ctx: instance.ctx, input: { id } });
		await expect(remove).rejects.toMatchObject({
			kind: "refused",
			hint: expect.stringContaining("Deactivate"),
		});
		expect(existsSync(at(id))).toBe(true);
	});

	test("keeps aside what no archive holds", async () => {
		writeFolder(id, ocsFiles());
		await forgetExtension({ ctx: instance.ctx, input: { id } });
		expect(existsSync(at(id))).toBe(false);
		const [kept = ""] = readdirSync(home("set-aside"));
		expect(existsSync(home("set-aside", kept, "install.php"))).toBe(true);
	});
});

test("conflicts between extensions are found, on both sides", async () => {
	await importFiles(ocsFiles());
	const other = await importFiles(ocsFiles({ id: "other", table: "probe" })).catch(
		(error: { problems: { message: string }[] }) => ({ inspection: error }),
	);
	expect(other.inspection.problems.some(({ message }) => message.includes("probe"))).toBe(true);
});

test("a file of an extension is asked for by its content, and nothing else can be", async () => {
	await importFiles(ocsFiles());
	const { files } = await get();
	const map = files.find(({ path }) => path === "APACHE/Map.pm");
	const { path, bytes } = await readExtensionFile({
		ctx: instance.ctx,
		input: { id, sha256: map?.sha256 ?? "" },
	});
	expect(path).toBe("APACHE/Map.pm");
	expect(new TextDecoder().decode(bytes)).toBe(ocsFiles()["APACHE/Map.pm"]);
	await expect(
		readExtensionFile({ ctx: instance.ctx, input: { id, sha256: "0".repeat(64) } }),
	).rejects.toMatchObject({ kind: "not-found" });
});
