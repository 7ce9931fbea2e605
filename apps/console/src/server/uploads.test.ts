import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dropUpload, keepUpload, readUpload, sweepUploads, type UploadPlace } from "./uploads.ts";

const bytes = new TextEncoder().encode("an archive");
const digest = createHash("sha256").update(bytes).digest("hex");
const memory = new Uint8Array(1000);
const hour = 60 * 60 * 1000;

describe("an upload between its review and its import", () => {
	let place: UploadPlace;
	let folder: string;
	beforeEach(async () => {
		const home = await mkdtemp(join(tmpdir(), "graft-uploads-"));
		place = { paths: { home }, clock: () => new Date() };
		folder = join(home, "staging", "uploads");
	});
	afterEach(() => rm(place.paths.home, { recursive: true }));

	it("comes back with the very bytes that were reviewed, readable by nobody else", async () => {
		const upload = await keepUpload(place, "session", bytes, digest);
		expect(new Uint8Array(await readUpload(place, "session", upload, memory))).toEqual(bytes);
		const [name = ""] = await readdir(folder);
		expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
		expect((await stat(folder)).mode & 0o777).toBe(0o700);
	});

	it("is out of reach of every other session", async () => {
		const upload = await keepUpload(place, "session", bytes, digest);
		await expect(readUpload(place, "other", upload, memory)).rejects.toThrow(/no longer there/);
		await dropUpload(place, "other", upload.id);
		expect(await readdir(folder)).toHaveLength(1);
	});

	it("is refused when its bytes were exchanged after the review", async () => {
		const upload = await keepUpload(place, "session", bytes, digest);
		const [name = ""] = await readdir(folder);
		await writeFile(join(folder, name), "another archive");
		await expect(readUpload(place, "session", upload, memory)).rejects.toThrow(/no longer there/);
	});

	it("is gone when the person cancels, and may be cancelled twice", async () => {
		const { id } = await keepUpload(place, "session", bytes, digest);
		await dropUpload(place, "session", id);
		await dropUpload(place, "session", id);
		expect(await readdir(folder)).toEqual([]);
	});

	it("stays for an hour, and is swept away afterwards", async () => {
		await keepUpload(place, "session", bytes, digest);
		const start = Date.now();
		await sweepUploads({ ...place, clock: () => new Date(start + hour - 60_000) });
		expect(await readdir(folder)).toHaveLength(1);
		await sweepUploads({ ...place, clock: () => new Date(start + hour + 60_000) });
		expect(await readdir(folder)).toEqual([]);
	});
});
