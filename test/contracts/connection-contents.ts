import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { halfOf } from "../../packages/core/src/connections/half.ts";
import { bytesOf } from "../builders/tree.ts";
import { digest, type Here } from "./connection-place.ts";

/** Bytes that go and come, however many and by whatever name. */
export function contents(here: Here): void {
	it.each([0, 1, 30 * 1024, 30 * 1024 + 1, 700_001, 5_000_000])(
		"of %i bytes are written and read back as they are",
		async (size) => {
			const bytes = randomBytes(size);
			expect(await here.connection.write(here.at("file"), bytes, { mode: 0o640 })).toBe(true);
			expect(digest(await readFile(here.at("file")))).toBe(digest(bytes));
			expect(digest(await here.connection.read(here.at("file")))).toBe(digest(bytes));
			const seen = await stat(here.at("file"));
			expect(seen.mode & 0o7777).toBe(0o640);
			expect(seen.uid).toBe(here.place.uid());
		},
	);

	it.each([0, 1, 30 * 1024, 64 * 1024 + 1, 5_000_000])(
		"of %i bytes are told by their digest, and copied",
		async (size) => {
			const bytes = randomBytes(size);
			await writeFile(here.at("file"), bytes, { mode: 0o604 });
			expect(await here.connection.digest(here.at("file"))).toBe(digest(bytes));
			await here.connection.copy(here.at("file"), here.at("copy"), { mode: 0o640 });
			expect(digest(await readFile(here.at("copy")))).toBe(digest(bytes));
			const seen = await stat(here.at("copy"));
			expect(seen.mode & 0o7777).toBe(0o640);
			expect(seen.uid).toBe(here.place.uid());
		},
	);

	it("are told by their digests all at once, odd names, links and all", async () => {
		const names = ["a b", "$(id)", "é", "-rf", "'\"", "new\nline", "back\\slash", "*"];
		const big = randomBytes(70_000);
		for (const name of names) await writeFile(here.at(name), Buffer.concat([bytesOf(name), big]));
		await symlink("a b", here.at("link"));
		await symlink("nowhere", here.at("dangling"));
		const found = await Promise.all(
			[...names, "link", "dangling", "none", "a b/below", ""].map((name) =>
				here.connection.digest(here.at(name)),
			),
		);
		const expected = names.map((name) => digest(Buffer.concat([bytesOf(name), big])));
		expect(found).toEqual([...expected, expected[0], undefined, undefined, undefined, null]);
		expect(await here.connection.digest("/dev/null")).toBeNull();
		for (const name of names) {
			await here.connection.copy(here.at(name), here.at(`${name}.copy`), { mode: 0o600 });
			expect(digest(await readFile(here.at(`${name}.copy`)))).toBe(
				digest(await readFile(here.at(name))),
			);
		}
	});

	it("that are pipes are no files, and nobody waits for them", async () => {
		execFileSync("mkfifo", [here.at("pipe")]);
		expect(await here.connection.digest(here.at("pipe"))).toBeNull();
		await expect(
			here.connection.copy(here.at("pipe"), here.at("copy"), { mode: 0o600 }),
		).rejects.toThrow("not a file");
		await expect(here.connection.read(here.at("pipe"))).rejects.toMatchObject({
			...{ name: "GraftError", kind: "refused" },
			message: expect.stringMatching(/pipe: not a file$/),
		});
	});

	it.each(["file", "new"])("are copied whole or not at all (to %s)", async (to) => {
		await writeFile(here.at("file"), "before");
		// A file to whoever looks, of which nobody can read the beginning.
		const from = `/proc/${process.pid}/mem`;
		const half = here.connection.copy(from, here.at(to), { mode: 0o600 });
		await expect(half).rejects.toMatchObject({ name: "GraftError", kind: "refused" });
		expect(await readdir(here.folder)).toEqual(["file"]);
		expect(await readFile(here.at("file"), "utf8")).toBe("before");
	});

	it.each([10, 100_000])(
		"are copied over what a copy left that was cut off (%i bytes)",
		async (size) => {
			const bytes = randomBytes(size);
			await writeFile(here.at("file"), bytes);
			await writeFile(here.at("precious"), "precious");
			await symlink("precious", halfOf(here.at("copy")));
			await here.connection.copy(here.at("file"), here.at("copy"), { mode: 0o600 });
			expect(digest(await readFile(here.at("copy")))).toBe(digest(bytes));
			expect(await readFile(here.at("precious"), "utf8")).toBe("precious");
			expect((await readdir(here.folder)).sort()).toEqual(["copy", "file", "precious"]);
		},
	);

	it("of the kernel, which say they are empty, are told by what they hold", async () => {
		const version = await readFile("/proc/version");
		expect(await here.connection.digest("/proc/version")).toBe(digest(version));
	});

	it.each([10, 100_000])(
		"are copied over others, never through a link (%i bytes)",
		async (size) => {
			const bytes = randomBytes(size);
			await here.connection.write(here.at("file"), bytes, { mode: 0o644 });
			await writeFile(here.at("other"), "untouched");
			await symlink("other", here.at("link"));
			await symlink("file", here.at("source"));
			await here.connection.copy(here.at("source"), here.at("link"), { mode: 0o644 });
			expect(await readFile(here.at("other"), "utf8")).toBe("untouched");
			expect(digest(await readFile(here.at("link")))).toBe(digest(bytes));
			await here.connection.copy(here.at("file"), here.at("other"), { mode: 0o600 });
			expect(digest(await readFile(here.at("other")))).toBe(digest(bytes));
		},
	);
}
