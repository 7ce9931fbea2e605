import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Content } from "@graft/core/connections/connection";
import { expect, it, vi } from "vitest";
import { patient } from "../patience.ts";
import { digest, type Here } from "./connection-place.ts";

/** Files that nobody holds whole. */
export function streams(here: Here): void {
	const gather = async (path: string): Promise<Buffer> => {
		const pieces: Uint8Array[] = [];
		for await (const piece of here.connection.stream(path)) pieces.push(piece);
		// Only now: a piece must be the reader's own.
		return Buffer.concat(pieces);
	};

	it(
		"of 100 MB go both ways, are told and copied in little memory",
		async () => {
			const at = here.at("big");
			const sent = createHash("sha256");
			const grown = await memoryGrownBy(async () => {
				await here.connection.write(at, muchOf(100, sent), { mode: 0o640 });
				const sha256 = sent.digest("hex");
				expect(await here.connection.digest(at)).toBe(sha256);
				await here.connection.copy(at, here.at("copy"), { mode: 0o644 });
				const through = here.connection.stream(here.at("copy"));
				await here.connection.write(here.at("again"), through, { mode: 0o644 });
				const back = createHash("sha256");
				for await (const piece of here.connection.stream(here.at("again"))) back.update(piece);
				expect(back.digest("hex")).toBe(sha256);
			});
			expect((await stat(at)).mode & 0o7777).toBe(0o640);
			expect((await stat(at)).size).toBe(100_000_000);
			expect(grown).toBeLessThan(64_000_000);
		},
		patient(120_000),
	);

	it.each([0, 1, 30 * 1024, 700_001])("of %i bytes are read as they are", async (size) => {
		const bytes = randomBytes(size);
		await writeFile(here.at("file"), bytes);
		await symlink("file", here.at("link"));
		expect(digest(await gather(here.at("link")))).toBe(digest(bytes));
	});

	it("are written in pieces of any size, none at all too", async () => {
		const pieces = [1, 0, 40_000, 7, 300_000].map((size) => randomBytes(size));
		await here.connection.write(here.at("file"), oneByOne(pieces), { mode: 0o600 });
		expect(digest(await readFile(here.at("file")))).toBe(digest(Buffer.concat(pieces)));
		await here.connection.write(here.at("file"), oneByOne([]), { mode: 0o600 });
		expect((await stat(here.at("file"))).size).toBe(0);
	});

	it("of the kernel, which say they are empty, are read to their end", async () => {
		expect(await gather("/proc/version")).toEqual(await readFile("/proc/version"));
	});

	it("that are none are refused, by name", async () => {
		execFileSync("mkfifo", [here.at("pipe")]);
		for (const path of [here.at("none"), here.folder, here.at("pipe")]) {
			await expect(gather(path)).rejects.toMatchObject({
				...{ name: "GraftError", kind: "refused" },
				message: expect.stringContaining(path),
			});
		}
	});

	it("are closed when their reader stops in the middle, and the connection goes on", async () => {
		await writeFile(here.at("file"), randomBytes(20_000_000));
		let taken = 0;
		for await (const piece of here.connection.stream(here.at("file"))) {
			taken += piece.length;
			if (taken > 1_000_000) break;
		}
		expect(taken).toBeLessThan(2_000_000);
		await vi.waitFor(() => expect(holdersOf(here.at("file"))).toEqual([]), patient(5_000));
		expect(await here.connection.kind(here.at("file"))).toBe("file");
	});

	it.each([
		["a failure", new Error("the source broke")],
		["a cancel", new DOMException("nobody wants it any more", "AbortError")],
		["an error of a file system", Object.assign(new Error("gone"), { code: "ENOENT" })],
		["an answer of another server", Object.assign(new Error("Failure"), { code: 4 })],
	])("whose source ends by %s leave nothing behind, and it is told as it is", async (_, error) => {
		for (const exclusive of [false, true]) {
			const content = muchOf(3, createHash("sha256"), error);
			const writing = here.connection.write(here.at("file"), content, { mode: 0o600, exclusive });
			await expect(writing).rejects.toBe(error);
			expect(existsSync(here.at("file"))).toBe(false);
		}
		expect(await here.connection.kind(here.folder)).toBe("folder");
	});

	it("are made by one only where that is asked for; the other source is not asked", async () => {
		const pieces = [randomBytes(500_000), randomBytes(500_000)];
		const exclusive = { mode: 0o600, exclusive: true };
		expect(await here.connection.write(here.at("lock"), oneByOne(pieces), exclusive)).toBe(true);
		const other = vi.fn(() => oneByOne([randomBytes(1)])[Symbol.asyncIterator]());
		const content: Content = { [Symbol.asyncIterator]: other };
		expect(await here.connection.write(here.at("lock"), content, exclusive)).toBe(false);
		expect(other).not.toHaveBeenCalled();
		expect(digest(await readFile(here.at("lock")))).toBe(digest(Buffer.concat(pieces)));
	});
}

/** Megabytes, all different; `end` is thrown behind them. */
async function* muchOf(
	megabytes: number,
	hash: ReturnType<typeof createHash>,
	end?: unknown,
): AsyncGenerator<Uint8Array> {
	const pattern = randomBytes(1_000_000);
	for (let number = 0; number < megabytes; number += 1) {
		const piece = Buffer.from(pattern);
		piece.writeUInt32BE(number);
		hash.update(piece);
		yield piece;
	}
	if (end !== undefined) throw end;
}

async function* oneByOne(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* pieces;
}

/** In bytes, at the highest. */
async function memoryGrownBy(work: () => Promise<void>): Promise<number> {
	const before = process.memoryUsage.rss();
	let peak = before;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage.rss());
	}, 5);
	try {
		await work();
	} finally {
		clearInterval(watch);
	}
	return peak - before;
}

/** Ids of the processes of this machine that have a file open. */
function holdersOf(path: string): string[] {
	return readdirSync("/proc").filter((pid) => {
		try {
			const folder = join("/proc", pid, "fd");
			return readdirSync(folder).some((fd) => linkAt(join(folder, fd)) === path);
		} catch {
			// No process, or one that has ended, or one of another user.
			return false;
		}
	});
}

function linkAt(path: string): string | undefined {
	try {
		return readlinkSync(path);
	} catch {
		return undefined;
	}
}
