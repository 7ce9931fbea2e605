import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDeflateRaw } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeProgram } from "../../../../test/builders/program.ts";
import { type RawEntry, rawZip } from "../../../../test/builders/zip.ts";

const MEBIBYTE = 1024 * 1024;
const BOMB = 160 * MEBIBYTE;

/** Zeros, deflated piece by piece: they are never all in memory. */
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

/** Says by how much reading raised the largest memory that the process ever had, which cannot be asked of ours. */
const PROGRAM = `
import { readFileSync } from "node:fs";
import { readArchive } from "@graft/core/archive/read-archive";
const zip = readFileSync(process.argv[2] ?? "");
const before = process.resourceUsage().maxRSS;
let outcome = "read";
try {
	readArchive(zip);
} catch (error) {
	outcome = String(error);
}
const peak = (process.resourceUsage().maxRSS - before) * 1024;
process.stdout.write(JSON.stringify({ peak, outcome }));
`;

describe("a bomb", () => {
	let folder: string;
	let program: string;
	let body: Uint8Array;
	const entry = (size: number): RawEntry => ({
		name: "preview.png",
		body,
		says: { method: 8, size },
	});

	function peakOf(zip: Uint8Array): { peak: number; outcome: string } {
		const path = join(folder, "bomb.zip");
		writeFileSync(path, zip);
		const { stdout } = spawnSync(process.execPath, [program, path], { encoding: "utf8" });
		return JSON.parse(stdout);
	}

	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "graft-bomb-"));
		program = await makeProgram(folder, PROGRAM);
		body = await deflateZeros(BOMB);
		expect(body.length).toBeLessThan(MEBIBYTE);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

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
