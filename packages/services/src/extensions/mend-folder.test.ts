import {
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { codes, id, shorthands } from "../../test/shorthands.ts";
import { mendFolder } from "./mend-folder.ts";
import { switchVersion } from "./switch-version.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { at, home, list, get, importFiles, writeFolder } = shorthands(() => instance);
const mend = (folder: string) => mendFolder({ ctx: instance.ctx, input: { folder } });

describe("a folder that came by hand", () => {
	const broken = async () => {
		const { broken } = await list();
		return broken.map(({ folder, mend, wouldBecome }) => ({ folder, mend, wouldBecome }));
	};

	test("as GitHub unzips it, is adopted under its id", async () => {
		writeFolder("probe-master", ocsFiles());
		expect(await broken()).toEqual([{ folder: "probe-master", mend: "adopt", wouldBecome: id }]);
		expect(await mend("probe-master")).toEqual({ mend: "adopt", folder: id });
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([id]);
		expect((await list()).extensions).toMatchObject([{ id, managed: true, versions: 1 }]);
		expect(await broken()).toEqual([]);
	});

	test("without install.php, which would end OCS's manager, is set aside and kept", async () => {
		writeFolder("__MACOSX", { "junk.txt": "junk" });
		writeFolder("empty", {});
		mkdirSync(at("empty"));
		expect(await broken()).toEqual([
			{ folder: "__MACOSX", mend: "set-aside", wouldBecome: null },
			{ folder: "empty", mend: "set-aside", wouldBecome: null },
		]);
		await mend("__MACOSX");
		await mend("empty");
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		const kept = readdirSync(home("set-aside"));
		const junk = kept.find((name) => name.startsWith("__MACOSX")) ?? "";
		expect(readFileSync(home("set-aside", junk, "junk.txt"), "utf8")).toBe("junk");
	});

	test("that is a second copy is set aside, and the first stays", async () => {
		await importFiles(ocsFiles());
		writeFolder("probe-backup", ocsFiles());
		const { broken: found } = await list();
		expect(found).toMatchObject([{ folder: "probe-backup", mend: "set-aside" }]);
		expect(codes(found[0]?.problems ?? [])).toContain("extension/second-copy");
		await mend("probe-backup");
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([id]);
	});

	test("of two copies without a right name, one is set aside, and then the other can be adopted", async () => {
		writeFolder("probe-1", ocsFiles());
		writeFolder("probe-2", ocsFiles());
		const { broken: told } = await list();
		for (const [at, other] of ["probe-2", "probe-1"].entries()) {
			const { mend, wouldBecome, problems } = told[at] ?? {};
			expect({ mend, wouldBecome }).toEqual({ mend: "set-aside", wouldBecome: null });
			expect(problems?.[0]).toMatchObject({
				code: "extension/second-copy",
				message: expect.stringContaining(other),
			});
		}
		await mend("probe-2");
		expect(await broken()).toEqual([{ folder: "probe-1", mend: "adopt", wouldBecome: "probe" }]);
	});

	test("that is ours under another name is renamed back", async () => {
		const { sha256 } = await importFiles(ocsFiles());
		renameSync(at(id), at("probe.old"));
		expect(await broken()).toEqual([{ folder: "probe.old", mend: "rename", wouldBecome: id }]);
		await mend("probe.old");
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([id]);
		expect(codes((await get()).problems)).not.toContain("extension/changed-on-disk");
		expect((await get()).versions.map((kept) => kept.sha256)).toEqual([sha256]);
	});

	test("changed on the disk can be kept as a version of its own", async () => {
		const { sha256 } = await importFiles(ocsFiles());
		writeFileSync(at(id, "README.md"), "changed, and meant so");
		await mend(id);
		const { versions, problems } = await get();
		expect(versions).toHaveLength(2);
		expect(codes(problems)).not.toContain("extension/changed-on-disk");
		await switchVersion({ ctx: instance.ctx, input: { id, sha256 } });
		expect(readFileSync(at(id, "README.md"), "utf8")).toBe(ocsFiles()["README.md"]);
	});

	test("that is a link is never followed, and set aside as a link", async () => {
		const outside = join(instance.root, "outside");
		mkdirSync(outside);
		writeFileSync(join(outside, "install.php"), "<?php");
		symlinkSync(outside, at("linked"));
		expect(await broken()).toEqual([{ folder: "linked", mend: "set-aside", wouldBecome: null }]);
		await mend("linked");
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		expect(readFileSync(join(outside, "install.php"), "utf8")).toBe("<?php");
	});

	test("never breaks the list, however bad it is", async () => {
		await importFiles(ocsFiles());
		writeFolder("bad", { "install.php": new Uint8Array([0xff, 0xfe, 0x00]) });
		writeFolder(".git", { HEAD: "ref: refs/heads/main" });
		symlinkSync("nowhere", at("dangling"));
		writeFileSync(at("readme.md"), "# not a folder");
		const { extensions, broken: found } = await list();
		expect(extensions.map((each) => each.id)).toEqual([id]);
		expect(found.map(({ folder }) => folder)).toEqual([".git", "bad", "dangling"]);
		for (const { problems } of found) expect(problems.length).toBeGreaterThan(0);
	});

	test("is not mended where there is nothing to mend, or no such folder", async () => {
		await importFiles(ocsFiles());
		await expect(mend(id)).rejects.toMatchObject({ kind: "refused" });
		await expect(mend("nowhere")).rejects.toMatchObject({ kind: "not-found" });
		await expect(mend("../home")).rejects.toMatchObject({ kind: "usage" });
	});
});
