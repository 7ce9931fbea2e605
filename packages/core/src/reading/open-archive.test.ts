import { describe, expect, it } from "vitest";
import { ocsFiles, under } from "../../../../test/builders/ocs-files.ts";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import { type Files, sha256 } from "../../../../test/builders/tree.ts";
import { makeZip, rawZip } from "../../../../test/builders/zip.ts";
import { readArchive } from "../archive/read-archive.ts";
import { GraftError } from "../domain/errors.ts";
import { budgetOf, readInner } from "./inner-zips.ts";
import { openArchive } from "./open-archive.ts";

const one = ocsFiles({ id: "one" });
const two = ocsFiles({ id: "two" });
const plugin = panoptesFiles();

function opened(files: Files, root?: string) {
	const { archive, takenFrom, roots, problems } = openArchive(makeZip(files), root);
	return {
		files: [...archive.files.keys()],
		from: takenFrom?.root ?? null,
		roots: roots.map(({ path, platform }) => `${platform} ${path}`),
		codes: problems.map(({ severity, code, path }) => `${severity} ${code} ${path}`),
	};
}

const filesOf = (files: Files) => Object.keys(files).sort();
const plain = { roots: [], codes: [] };
const deeper = { roots: [], codes: ["info archive/found-deeper "] };

describe("where an extension lies in an archive", () => {
	it.each<[string, Files, Files]>([
		["at the top", one, one],
		["in the one root folder", under("one-master", one), one],
		[
			"at the top, with another one among its files",
			{ ...one, ...under("examples/two", two) },
			one,
		],
	])("%s it is taken as it is, with the bytes that were given", (_, files, wanted) => {
		const { files: got, ...rest } = opened(files);
		expect(got).toEqual(expect.arrayContaining(filesOf(wanted)));
		expect(rest).toEqual({ from: null, ...plain });
		expect(openArchive(makeZip(files)).archive.sha256).toBe(sha256(makeZip(files)));
	});

	it.each<[string, Files, string]>([
		["one folder below the root", under("repo-main", { ...under("one", one) }), "repo-main/one"],
		["beside files for people", { "README.md": "", ...under("src", one) }, "src"],
		["many folders down", { LICENSE: "", ...under("a/b/c/d", one) }, "a/b/c/d"],
		["in a zip", { "README.md": "", "one.zip": makeZip(under("one-1.0", one)) }, "one.zip"],
		["in a zip alone", { "dist/one.zip": makeZip(one) }, "dist/one.zip"],
		[
			"in a folder of a zip",
			{ x: "", "a.zip": makeZip({ y: "", ...under("r/s", one) }) },
			"a.zip/r/s",
		],
		["in a zip of another name", { x: "", "one.ocs": makeZip(one) }, "one.ocs"],
		["in a zip in a zip", { x: "", "a.zip": makeZip({ "b.zip": makeZip(one) }) }, "a.zip/b.zip"],
	])("%s it is found and taken, and that is said", (_, files, from) => {
		expect(opened(files)).toEqual({ files: filesOf(one), from, ...deeper });
		expect(opened(files, from)).toEqual({ files: filesOf(one), from, ...plain });
	});

	it("is named with the root folder that was taken off, or without it, in any spelling", () => {
		const files = under("repo-main", { x: "", ...under("a/one", one) });
		for (const root of ["repo-main/a/one", "a/one", "./a/one/", "a\\one", "/repo-main/a//one"]) {
			expect(opened(files, root)).toMatchObject({ files: filesOf(one), from: root });
		}
	});

	it("is kept as a zip of its own, the same each time, which is read again without a root", () => {
		const zip = makeZip({ x: "", ...under("src/one", one) });
		const first = openArchive(zip);
		expect(openArchive(zip, "src/one").archive.sha256).toBe(first.archive.sha256);
		const again = openArchive(first.zip);
		expect(again).toMatchObject({ takenFrom: null, problems: [] });
		expect(again.archive).toEqual(first.archive);
		expect(first.takenFrom).toEqual({ root: "src/one", sha256: sha256(zip) });
	});

	it("an inner zip is kept with the very bytes that its author gave it", () => {
		const inner = makeZip(under("one-1.0", one));
		expect(openArchive(makeZip({ x: "", "one.zip": inner })).archive.sha256).toBe(sha256(inner));
	});
});

describe("several extensions in one archive", () => {
	const both = under("all-main", { ...under("one", one), ...under("two", two) });

	it("are refused with the list, and what to type for each", () => {
		expect(opened(both)).toMatchObject({
			from: null,
			roots: ["ocs-inventory all-main/one", "ocs-inventory all-main/two"],
			codes: [
				"error archive/several-extensions all-main/one",
				"error archive/several-extensions all-main/two",
			],
		});
		const [problem] = openArchive(makeZip(both)).problems;
		expect(problem?.hint).toContain("--root all-main/one");
	});

	it("are taken one by one", () => {
		expect(opened(both, "all-main/one")).toMatchObject({ files: filesOf(one), codes: [] });
		expect(opened(both, "two")).toMatchObject({ files: filesOf(two), codes: [] });
		expect(opened(both, "two").roots).toHaveLength(2);
	});

	it.each<[string, Files, string[]]>([
		[
			"in a folder and a zip",
			{ ...under("one", one), "two.zip": makeZip(two) },
			["ocs-inventory one", "ocs-inventory two.zip"],
		],
		[
			"of two systems",
			{ ...under("a/one", one), ...under("b/c", plugin) },
			["ocs-inventory a/one", "panoptes b/c"],
		],
	])("%s", (_, files, roots) => {
		expect(opened(files).roots).toEqual(roots);
		for (const root of roots) {
			expect(opened(files, root.replace(/^\S+ /, "")).codes).toEqual([]);
		}
	});

	it("a root with a space is quoted as a shell wants it", () => {
		const files = { ...under("one", one), ...under("two's copy", two) };
		const hints = openArchive(makeZip(files)).problems.map(({ hint }) => hint);
		expect(hints[1]).toContain("--root 'two'\\''s copy'");
	});
});

describe("a root that is not there", () => {
	it("is a mistake of whoever typed it, and told what there is", () => {
		const files = { x: "", ...under("src", one) };
		for (const root of ["source", "src/install.php/x", "../src", "x"]) {
			try {
				openArchive(makeZip(files), root);
				expect.unreachable(root);
			} catch (error) {
				expect(error).toBeInstanceOf(GraftError);
				expect(JSON.stringify([(error as GraftError).message, (error as GraftError).hint])).toMatch(
					/src|refused/,
				);
			}
		}
	});
});

describe("zips in a zip share the limits of the one that was given", () => {
	const zeros = (mebibytes: number) => makeZip({ zeros: new Uint8Array(mebibytes * 2 ** 20) });

	it("a nest of zips is left at the third", () => {
		let zip = makeZip(one);
		for (let at = 0; at < 5; at += 1) zip = makeZip({ "next.zip": zip });
		expect(openArchive(zip).problems.map(({ code }) => code)).toEqual(["archive/too-deep"]);
	});

	it("all of them together are not larger than one may be", () => {
		const outer = readArchive(makeZip({ "a.zip": zeros(1), "b.zip": zeros(1) }));
		const budget = budgetOf(outer, { totalBytes: 4 * 2 ** 20, entries: 10 });
		const codes = [...outer.files.values()].map((file) => {
			const inner = readInner(file, file.path, 1, budget);
			return "files" in inner ? "read" : inner.map(({ code }) => code);
		});
		expect(codes).toEqual(["read", ["archive/too-large"]]);
	});

	it("one that is damaged ends the unpacking of others", () => {
		const damaged = rawZip([{ name: "a", body: "x", says: { crc: 1 } }]);
		const after = openArchive(makeZip({ "0.zip": damaged, "1.zip": zeros(1) })).problems;
		expect(after.map(({ code, path }) => [code, path])).toEqual([
			["archive/bad-crc", "0.zip/a"],
			["archive/too-large", "1.zip"],
		]);
	});

	it("one that is no zip is said only where nothing was found", () => {
		const files = { x: "", "notes.zip": "no zip" };
		expect(opened(files).codes).toEqual(["error archive/not-a-zip notes.zip"]);
		expect(opened({ ...files, ...under("src", one) }).codes).toEqual([
			"info archive/found-deeper ",
		]);
	});
});
