import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { bytesOf, sha256 } from "../../../../test/builders/tree.ts";
import {
	deflatedEntry,
	descriptor,
	fields,
	type RawEntry,
	type RawHeader,
	rawZip,
	unicodePath,
} from "../../../../test/builders/zip.ts";
import { GraftError } from "../domain/errors.ts";
import { readArchive } from "./read-archive.ts";

type Read = Readonly<Record<string, string>>;

const folder = mkdtempSync(join(tmpdir(), "graft-readers-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Names to the sha256 of contents; null where it is refused. The root folder stays, which other readers keep too. */
function ours(zip: Uint8Array): Read | null {
	try {
		const { root, files } = readArchive(zip);
		const prefix = root === "" ? "" : `${root}/`;
		return Object.fromEntries([...files].map(([path, file]) => [prefix + path, file.sha256]));
	} catch (error) {
		if (error instanceof GraftError) return null;
		throw error;
	}
}

const PYTHON = `
import hashlib, json, sys, zipfile
read = []
for path in sys.argv[1:]:
    with zipfile.ZipFile(path, metadata_encoding="utf-8") as zip:
        names = [name for name in zip.namelist() if not name.endswith("/")]
        read.append({name: hashlib.sha256(zip.read(name)).hexdigest() for name in names})
print(json.dumps(read))
`;

function pythons(paths: readonly string[]): Read[] {
	return JSON.parse(execFileSync("python3", ["-c", PYTHON, ...paths], { encoding: "utf8" }));
}

/** null where it refuses a zip as a bomb, which it does with some that have descriptors and hold extra fields. */
function infoZips(path: string): Read | null {
	const out = `${path}.out`;
	mkdirSync(out);
	const { status, stderr } = spawnSync("unzip", ["-qq", path, "-d", out], {
		encoding: "utf8",
		env: { ...process.env, LC_ALL: "C.UTF-8" },
	});
	if (status === 12 && stderr.includes("possible zip bomb")) return null;
	expect([status, stderr]).toEqual([0, ""]);
	const below = readdirSync(out, { recursive: true, withFileTypes: true });
	return Object.fromEntries(
		below
			.filter((entry) => entry.isFile())
			.map((entry) => join(entry.parentPath, entry.name))
			.map((file) => [file.slice(out.length + 1), sha256(readFileSync(file))]),
	);
}

const name = fc.constantFrom(
	...[
		"a",
		"b.txt",
		"c/d",
		"c/e.pm",
		"f g",
		"h[1]",
		"é",
		"e\u0301",
		"日本/語",
		"-k",
		"l/",
		"A",
		"m.",
		"con",
	],
);
const content = fc.oneof(
	fc.uint8Array({ maxLength: 40 }),
	fc.constant(bytesOf("PK\u0003\u0004".repeat(9))),
	fc.constant(descriptor({ crc: 0, compressedSize: 0, size: 0 })),
);
const often = <T>(usual: T, ...others: readonly T[]) =>
	fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, ...others.map((one) => fc.constant(one)));

const DOS = 0x0014;
const WINDOWS = 0x0a14;
const isAscii = (text: string) => bytesOf(text).length === text.length;

const entry = fc
	.record({
		name,
		content,
		deflated: fc.boolean(),
		follows: often("no", "signed", "unsigned", "lying", "missing"),
		locally: often<"same" | "zero" | "other">("same", "zero", "other"),
		flags: often(0x0800, 0),
		host: often(0x0314, DOS, WINDOWS, 0x1314),
		second: often("none", "right", "wrong", "twice", "same"),
		stray: often("none", "inside", "behind"),
	})
	.map(({ name, content, deflated, follows, locally, flags, host, second, stray }): RawEntry => {
		const isFolder = name.endsWith("/");
		const plain = { name, body: content, says: { size: content.length } };
		const { body = "", says = {} } = isFolder || !deflated ? plain : deflatedEntry(name, content);
		const junk = stray === "inside" ? fields([4, 7]) : new Uint8Array();
		const packed = isFolder ? new Uint8Array() : Buffer.concat([bytesOf(body), junk]);
		const truth = sizes(
			rawZip([{ name, body: packed, says: isFolder ? {} : says }]),
			packed.length,
		);
		const zero = { crc: 0, compressedSize: 0, size: 0 };
		const local = { same: truth, zero, other: { ...truth, size: truth.size + 1 } }[locally];
		const behind = stray === "behind" ? fields([4, 7]) : new Uint8Array();
		return {
			name,
			body: packed,
			says: {
				...says,
				...truth,
				flags: follows === "no" ? flags : flags | 0x0008,
				// Debian's unzip takes such names for a code page of DOS, whatever the flag says.
				made: host === DOS && (second === "right" || !isAscii(name)) ? WINDOWS : host,
				extra: extraOf(name, second),
			},
			local,
			after: Buffer.concat([afterOf(follows, truth), behind]),
		};
	});

/** As an honest header says them. */
function sizes(zip: Uint8Array, compressedSize: number) {
	const bytes = Buffer.from(zip);
	return { crc: bytes.readUInt32LE(14), compressedSize, size: bytes.readUInt32LE(22) };
}

function afterOf(follows: string, truth: Pick<RawHeader, "crc" | "compressedSize" | "size">) {
	if (follows === "no" || follows === "missing") return new Uint8Array();
	if (follows === "lying") return descriptor({ ...truth, crc: (truth.crc ^ 1) >>> 0 });
	return descriptor(truth, { signed: follows === "signed" });
}

function extraOf(name: string, second: string): Uint8Array {
	const other = unicodePath(name, `${name.replace(/\/$/, "")}-ü${name.endsWith("/") ? "/" : ""}`);
	const extras: Record<string, Uint8Array> = {
		right: other,
		wrong: unicodePath(name, "x", 1),
		twice: Buffer.concat([other, unicodePath(name, "z")]),
		same: unicodePath(name, name),
	};
	return extras[second] ?? new Uint8Array();
}

const zip = fc
	.record({
		entries: fc.uniqueArray(entry, {
			minLength: 1,
			maxLength: 4,
			selector: ({ name }) => name,
		}),
		before: often(new Uint8Array(), fields([4, 0x0403_4b50], [4, 0]), bytesOf("#!/bin/sh\n")),
		comment: often("", "made by hand", "PK\u0005\u0006 is how it ends"),
	})
	.map(({ entries, ...end }) => ({
		bytes: rawZip(entries, end),
		/** Python learned of this field only with 3.12. */
		hasSecondNames: entries.some(({ says }) => says?.extra !== undefined && says.extra.length > 0),
	}));

it("whatever is accepted, unzip and Python read with the same names and the same bytes", () => {
	const plain: { path: string; read: Read }[] = [];
	let accepted = 0;
	let run = 0;
	fc.assert(
		fc.property(zip, ({ bytes, hasSecondNames }) => {
			run += 1;
			const read = ours(bytes);
			if (read === null) return;
			const path = join(folder, `${run}.zip`);
			writeFileSync(path, bytes);
			const other = infoZips(path);
			if (other !== null) expect(other).toEqual(read);
			if (other !== null) accepted += 1;
			if (!hasSecondNames) plain.push({ path, read });
		}),
		{ numRuns: 250 },
	);
	expect(accepted).toBeGreaterThan(30);
	expect(pythons(plain.map(({ path }) => path))).toEqual(plain.map(({ read }) => read));
});
