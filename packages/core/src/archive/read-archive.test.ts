import { deflateRawSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { bytesOf, sha256 } from "../../../../test/builders/tree.ts";
import {
	extraField,
	fields,
	makeZip,
	type RawEntry,
	rawZip,
	unicodePath,
} from "../../../../test/builders/zip.ts";
import { readArchive } from "./read-archive.ts";

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

function deflated(name: string, content: string, says: RawEntry["says"] = {}): RawEntry {
	const body = deflateRawSync(content);
	const honest = rawHeaderOf(content);
	return { name, body, says: { ...honest, ...says, method: 8, compressedSize: body.length } };
}

function rawHeaderOf(content: string) {
	const bytes = bytesOf(content);
	const zip = Buffer.from(makeZip({ x: bytes }));
	return { size: bytes.length, crc: zip.readUInt32LE(14) };
}

describe("an archive", () => {
	it("is read with its files in byte order, each with its content and sha256", () => {
		const zip = makeZip({ b: "2", "a/z": "1", C: "3", "\u{1f600}": "5", "\uff5e": "4" });
		const archive = readArchive(zip);
		expect([...archive.files.keys()]).toEqual(["C", "a/z", "b", "\uff5e", "\u{1f600}"]);
		expect(archive.files.get("a/z")).toEqual({
			path: "a/z",
			bytes: bytesOf("1"),
			sha256: sha256("1"),
		});
		expect(archive.sha256).toBe(sha256(zip));
		expect(archive.bytes).toBe(zip.length);
	});

	it("loses the one root folder that all its files lie in, and says its name", () => {
		const archive = readArchive(makeZip({ "pack-master/install.php": "", "pack-master/a/b": "" }));
		expect(archive.root).toBe("pack-master");
		expect([...archive.files.keys()]).toEqual(["a/b", "install.php"]);
	});

	it("loses one root folder only", () => {
		const archive = readArchive(makeZip({ "outer/inner/install.php": "" }));
		expect(archive.root).toBe("outer");
		expect([...archive.files.keys()]).toEqual(["inner/install.php"]);
	});

	it.each([
		{ files: { "install.php": "", "a/b": "" } },
		{ files: { "a/x": "", "b/x": "" } },
		{ files: { "a/x": "", "ab/x": "" } },
	])("keeps its paths where there is no such folder: $files", ({ files }) => {
		const archive = readArchive(makeZip(files));
		expect(archive.root).toBe("");
		expect([...archive.files.keys()]).toEqual(Object.keys(files).sort());
	});

	it("may hold empty files, and counts folders among its entries", () => {
		const archive = readArchive(rawZip([{ name: "r/" }, { name: "r/e/" }, { name: "r/empty" }]));
		expect(archive.entries).toBe(3);
		expect([...archive.files.keys()]).toEqual(["empty"]);
	});

	it("may hold a picture that compresses 180 to 1", () => {
		const pixels = "\0".repeat(400_000);
		const entry = deflated("preview.png", pixels);
		expect(pixels.length / (entry.body?.length ?? 0)).toBeGreaterThan(180);
		expect(readArchive(rawZip([entry])).files.get("preview.png")?.bytes.length).toBe(400_000);
	});

	it("may hold files that ask for setuid: no mode of it is ever used", () => {
		const attributes = (0o104755 << 16) >>> 0;
		const archive = readArchive(rawZip([{ name: "x", body: "x", says: { attributes } }]));
		expect(archive.files.get("x")).toEqual({ path: "x", bytes: bytesOf("x"), sha256: sha256("x") });
	});

	it("may have folders that are unlike in case alone", () => {
		const archive = readArchive(makeZip({ "Agent/a": "", "agent/b": "" }));
		expect([...archive.files.keys()]).toEqual(["Agent/a", "agent/b"]);
	});
});

describe("an archive is read as it comes from", () => {
	it("GitHub: the commit in the comment, times in extra fields", () => {
		const extra = extraField(0x5455, fields([1, 1], [4, 1_700_000_000]));
		const folder = { name: "pack-1.0/", says: { made: 0x0000, attributes: 0x10, flags: 0, extra } };
		const zip = rawZip(
			[folder, deflated("pack-1.0/install.php", "<?php", { made: 0x0000, attributes: 0, extra })],
			{ comment: "0123456789abcdef0123456789abcdef01234567" },
		);
		const archive = readArchive(zip);
		expect(archive.root).toBe("pack-1.0");
		expect(text(archive.files.get("install.php")?.bytes)).toBe("<?php");
	});

	it("macOS: no flag for UTF-8, letters taken apart, sizes behind the content, files of its own", () => {
		const entry = deflated("pack/e\u0301t\u00e9.txt", "summer");
		const { crc = 0, compressedSize = 0, size = 0 } = entry.says ?? {};
		const archive = readArchive(
			rawZip([
				{
					...entry,
					says: { ...entry.says, flags: 0x0008, made: 0x0315 },
					local: { crc: 0, compressedSize: 0, size: 0 },
					after: fields([4, 0x0807_4b50], [4, crc], [4, compressedSize], [4, size]),
				},
				{ name: "__MACOSX/pack/._e\u0301t\u00e9.txt", body: "x" },
				{ name: "pack/.DS_Store", body: "x" },
			]),
		);
		expect(archive.root).toBe("pack");
		expect([...archive.files.keys()]).toEqual(["e\u0301t\u00e9.txt"]);
		expect(text(archive.files.get("e\u0301t\u00e9.txt")?.bytes)).toBe("summer");
	});

	it("macOS, packed there by another program: leftovers beside every file and in every folder", () => {
		const files = { "install.php": "<?php", "agent/Windows/a.ps1": "a", "agent/Unix/A.pm": "1;" };
		const leftovers = Object.keys(files).flatMap((path) => {
			const [folder, name] = [path.replace(/[^/]*$/, ""), path.replace(/^.*\//, "")];
			const here = [`._${name}`, "._.DS_Store", ".DS_Store", "Icon\r", "._Icon\r", ".Trashes/1/x"];
			return [...here.map((left) => folder + left), `__MACOSX/${folder}._Icon\r`];
		});
		const entries = [
			...leftovers.map((left) => `pack/${left}`),
			...leftovers.map((left) => `__MACOSX/pack/${left}`),
			`__MACOSX/${"deep/".repeat(40)}${"long".repeat(70)}`,
			"__MACOSX/pack/Twice",
			"__MACOSX/pack/twice",
		].map((name) => ({ name, body: "\0\x05\x16\x07" }));
		const zip = rawZip([
			...Object.entries(files).map(([path, body]) => ({ name: `pack/${path}`, body })),
			...entries,
			{ name: "__MACOSX/pack/._damaged", body: "x", says: { crc: 1 } },
		]);
		const archive = readArchive(zip, { totalBytes: 8 });
		expect(archive.root).toBe("pack");
		expect(archive.files).toEqual(readArchive(makeZip(files)).files);
	});

	it("somebody who hides behind the names of macOS, and is refused", () => {
		const zip = rawZip([{ name: "a" }, { name: "__MACOSX/../../x" }]);
		expect(() => readArchive(zip)).toThrow(/leads out of its folder/);
	});

	it("Windows Explorer: attributes of DOS, no modes", () => {
		const entry = deflated("pack/install.php", "<?php", { made: 0x0014, attributes: 0x20 });
		expect([...readArchive(rawZip([entry])).files.keys()]).toEqual(["install.php"]);
	});

	it("builders of Java: a folder that has the type of a file", () => {
		const attributes = (0o100644 << 16) >>> 0;
		const zip = rawZip([
			{ name: "r/", says: { attributes } },
			{ name: "r/a", body: "x" },
		]);
		expect([...readArchive(zip).files.keys()]).toEqual(["a"]);
	});

	it("Info-ZIP: a second name in UTF-8 that is the same", () => {
		const name = "été.txt";
		const extra = extraField(0x7075, Buffer.concat([fields([1, 1], [4, 0]), bytesOf(name)]));
		const archive = readArchive(rawZip([{ name, body: "x", says: { flags: 0, extra } }]));
		expect([...archive.files.keys()]).toEqual([name]);
	});

	it("older Info-ZIP: a name in UTF-8 beside one that has no room for it", () => {
		const name = Uint8Array.of(0x82, 0x74, 0x82);
		const extra = unicodePath(name, "\u00e9t\u00e9");
		const archive = readArchive(rawZip([{ name, body: "x", says: { flags: 0, extra } }]));
		expect([...archive.files.keys()]).toEqual(["\u00e9t\u00e9"]);
	});

	it("a builder of programs that unpack themselves, its offsets set right", () => {
		const program = Buffer.alloc(200, "code");
		program.write("MZ");
		program.writeUInt32LE(0x80, 0x3c);
		program.write("PE\0\0", 0x80);
		const archive = readArchive(rawZip([{ name: "a", body: "x" }], { before: program }));
		expect([...archive.files.keys()]).toEqual(["a"]);
	});

	it("Python, written to a stream: sizes behind the content, without a signature", () => {
		const entry = deflated("a", "content", { flags: 0x0008 });
		const { crc = 0, compressedSize = 0, size = 0 } = entry.says ?? {};
		const after = fields([4, crc], [4, compressedSize], [4, size]);
		const local = { crc: 0, compressedSize: 0, size: 0 };
		const archive = readArchive(
			rawZip([
				{ ...entry, local, after },
				{ name: "b", body: "2" },
			]),
		);
		expect(text(archive.files.get("a")?.bytes)).toBe("content");
	});
});
