import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeZip, type RawEntry, type RawHeader, rawZip } from "../../../../test/builders/zip.ts";
import { GraftError } from "../domain/errors.ts";
import { readArchive } from "./read-archive.ts";

const LIMITS = { totalBytes: 4096, entries: 8, depth: 4, nameBytes: 32, pathBytes: 64 };

/** Either an archive within the limits, or a refusal with a code; anything else fails. */
function readsOrRefuses(zip: Uint8Array): void {
	try {
		const archive = readArchive(zip, LIMITS);
		const bytes = [...archive.files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
		expect(bytes).toBeLessThanOrEqual(LIMITS.totalBytes);
		expect(archive.entries).toBeLessThanOrEqual(LIMITS.entries);
		for (const path of archive.files.keys()) {
			expect(path).not.toMatch(/\\|(^|\/)\.{0,2}(\/|$)/);
			expect(path.split("/").length).toBeLessThanOrEqual(LIMITS.depth);
		}
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		expect(error.kind).toBe("refused");
		expect(error.problems.length).toBeGreaterThan(0);
	}
}

const good = makeZip({
	"r/install.php": "<?php\n",
	"r/APACHE/Map.pm": "package X; 1;\n",
	"r/e": "",
});

const number = fc.oneof(
	fc.constantFrom(0, 1, 8, 99, 0xffff, 0x7fff_ffff, 0xffff_ffff),
	fc.nat({ max: 200 }),
);
const short = number.map((value) => value & 0xffff);
const header = fc.record<Partial<RawHeader>, never>(
	{
		name: fc.oneof(
			fc.string(),
			fc.uint8Array({ maxLength: 40 }),
			fc.constantFrom("a", "a/", "a/b"),
		),
		made: short,
		flags: short,
		method: short,
		crc: number,
		compressedSize: number,
		size: number,
		extra: fc.uint8Array({ maxLength: 12 }),
		disk: short,
		attributes: number,
		offset: number,
	},
	{ requiredKeys: [] },
);
const entry: fc.Arbitrary<RawEntry> = fc.record(
	{
		name: fc.constantFrom("a", "b", "c/d", "e/", "../f"),
		body: fc.uint8Array({ maxLength: 64 }),
		says: header,
		local: header,
		central: header,
		after: fc.uint8Array({ maxLength: 16 }),
		listedOnly: fc.boolean(),
	},
	{ requiredKeys: ["name"] },
);

describe("whatever the bytes are, they are read within the limits or refused:", () => {
	it("a good zip with any bytes of it changed", () => {
		const change = fc.tuple(fc.nat({ max: good.length - 1 }), fc.nat({ max: 255 }));
		fc.assert(
			fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
				const zip = good.slice();
				for (const [at, value] of changes) zip[at] = value;
				readsOrRefuses(zip);
			}),
			{ numRuns: 3000 },
		);
	});

	it("a good zip cut off anywhere, which is always refused", () => {
		for (let length = 0; length < good.length; length += 1) {
			expect(() => readArchive(good.subarray(0, length))).toThrow(GraftError);
			readsOrRefuses(good.subarray(length));
		}
	});

	it("a zip whose headers say anything", () => {
		fc.assert(
			fc.property(fc.array(entry, { maxLength: 10 }), (entries) => readsOrRefuses(rawZip(entries))),
			{ numRuns: 3000 },
		);
	});

	it("any bytes at all", () => {
		fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readsOrRefuses), { numRuns: 1000 });
	});
});
