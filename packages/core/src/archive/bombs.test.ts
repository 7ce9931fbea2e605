import { once } from "node:events";
import { createDeflateRaw } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { type RawEntry, rawZip } from "../../../../test/builders/zip.ts";
import { readArchive } from "./read-archive.ts";

const MEBIBYTE = 1024 * 1024;
const BOMB = 160 * MEBIBYTE;

/** Zeros, deflated bit by bit: making the bomb must not need the memory that reading it must not need. */
async function deflateZeros(bytes: number): Promise<Uint8Array> {
	const deflate = createDeflateRaw({ level: 9 });
	const parts: Buffer[] = [];
	deflate.on("data", (part: Buffer) => parts.push(part));
	const zeros = new Uint8Array(MEBIBYTE);
	for (let written = 0; written < bytes; written += zeros.length) {
		if (!deflate.write(zeros)) await once(deflate, "drain");
	}
	deflate.end();
	await once(deflate, "end");
	return Buffer.concat(parts);
}

/** By how much reading raised the largest memory that this process ever had. */
function peakOf(zip: Uint8Array): { peak: number; outcome: string } {
	const before = process.resourceUsage().maxRSS * 1024;
	let outcome = "read";
	try {
		readArchive(zip);
	} catch (error) {
		outcome = String(error);
	}
	return { peak: process.resourceUsage().maxRSS * 1024 - before, outcome };
}

describe("a bomb", () => {
	let body: Uint8Array;
	const entry = (size: number): RawEntry => ({
		name: "preview.png",
		body,
		says: { method: 8, size },
	});

	beforeAll(async () => {
		body = await deflateZeros(BOMB);
		expect(body.length).toBeLessThan(MEBIBYTE);
	});

	it.each([0, 1, 1000, MEBIBYTE])("that says it has %d bytes never becomes larger", (size) => {
		const { peak, outcome } = peakOf(rawZip([entry(size)]));
		expect(outcome).toContain("not as large as its header says");
		expect(peak).toBeLessThan(BOMB / 4);
	});

	it("that says how large it is takes no memory beyond the limit", () => {
		const entries = [1, 2, 3, 4].map((index) => ({ ...entry(BOMB), name: `x${index}` }));
		const { peak, outcome } = peakOf(rawZip(entries));
		expect(outcome).toContain("bytes once unpacked");
		expect(peak).toBeLessThan(BOMB / 4);
	});

	it("would be seen here: within the limit, its memory is what it says", () => {
		expect(peakOf(rawZip([entry(BOMB)])).peak).toBeGreaterThan(BOMB / 2);
	});
});
