import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bytesOf, sha256 } from "../../../../test/builders/tree.ts";
import { readArchive } from "../archive/read-archive.ts";
import type { Bundle, BundleFile } from "../domain/bundle.ts";
import { gzipStored } from "./gzip-stored.ts";
import { packBundle } from "./pack-bundle.ts";

const file = (path: string, content: string | Uint8Array, executable = false): BundleFile => ({
	path,
	bytes: bytesOf(content),
	executable,
});

const unix = (files: readonly BundleFile[]): Bundle => ({
	agents: "unix",
	purpose: "install",
	fileName: "probe-1.0-unix.tar.gz",
	format: "tar.gz",
	files,
});
const windows = (files: readonly BundleFile[]): Bundle => ({
	agents: "windows",
	purpose: "install",
	fileName: "probe-1.0-windows.zip",
	format: "zip",
	files,
});

const deepest = `${"folder/".repeat(30)}${"n".repeat(120)}.pm`;
const sample = [
	file("install.sh", "#!/bin/sh\nexit 0\n", true),
	file("modules/Probe.pm", "package Probe;\n1;\n"),
	file("modules/été.pm", "1;\n"),
	file("large", new Uint8Array(200_000).fill(7)),
	file("empty", ""),
	file(deepest, "deep"),
];

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "graft-bundle-"));
});
afterEach(async () => {
	vi.unstubAllEnvs();
	await rm(folder, { recursive: true });
});

describe("a bundle for Unix", () => {
	it("is unpacked by the system's own tar, with its contents and modes", async () => {
		const packed = await packBundle(unix(sample));
		const options = { cwd: folder, input: packed.bytes };
		const tar = spawnSync("tar", ["-xzvpf", "-"], options);
		expect(tar.stderr.toString()).toBe("");
		expect(tar.status).toBe(0);
		for (const { path, bytes, executable } of sample) {
			expect(new Uint8Array(await readFile(join(folder, path)))).toEqual(bytes);
			const { mode, uid } = await stat(join(folder, path));
			expect(mode & 0o7777).toBe(executable ? 0o755 : 0o644);
			expect(uid).toBe(process.getuid?.());
		}
	});

	it("says root as owner of every file, and one time", async () => {
		const { bytes } = await packBundle(unix(sample));
		const list = spawnSync("tar", ["-tvzf", "-", "--numeric-owner", "--utc"], { input: bytes });
		const lines = list.stdout.toString().trim().split("\n");
		expect(lines).toHaveLength(sample.length);
		for (const line of lines) expect(line).toMatch(/^-rw.r-.r-. 0\/0 .* 1980-01-01 00:00 /);
	});

	it("cannot hold two files of one path", async () => {
		await expect(packBundle(unix([file("a", "1"), file("a", "2")]))).rejects.toThrow("Two files");
	});
});

describe("a bundle for Windows", () => {
	it("is a zip of its files as they are", async () => {
		const { bytes } = await packBundle(windows([file("X.ps1", "1\r\n"), file("Y.vbs", "2")]));
		expect([...readArchive(bytes).files.values()].map(({ path }) => path)).toEqual([
			"X.ps1",
			"Y.vbs",
		]);
	});
});

describe("every bundle", () => {
	it.each(["UTC", "Asia/Kathmandu"])("has the bytes it always had, in %s", async (zone) => {
		vi.stubEnv("TZ", zone);
		const tar = await packBundle(unix(sample));
		expect(tar.fileName).toBe("probe-1.0-unix.tar.gz");
		expect(tar.sha256).toBe(sha256(tar.bytes));
		expect(tar.sha256).toBe("b18ecfd69e7cec78376a7372fc759d497676483f6f4c49c8ce4f842fdb1a9cf7");
		expect((await packBundle(windows(sample))).sha256).toBe(
			"7814dab5e774550444af09c9ccd213040bca3a0d750e52a623d9bc2ee62526e8",
		);
	});

	it.each([unix, windows])("has the same bytes whatever the order of its files", async (bundle) => {
		const one = await packBundle(bundle(sample));
		expect(await packBundle(bundle(sample.toReversed()))).toEqual(one);
	});
});

describe("gzip without compression", () => {
	it("is what it was once unpacked", () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
				expect(new Uint8Array(gunzipSync(gzipStored(bytes)))).toEqual(bytes);
			}),
		);
	});

	it.each([0, 1, 65_534, 65_535, 65_536, 131_070, 131_071])("holds %d bytes", (length) => {
		const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
		expect(Buffer.compare(gunzipSync(gzipStored(bytes)), bytes)).toBe(0);
	});
});
