import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmod, lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

export interface Place {
	name: string;
	/** Why it cannot be tried here. */
	skip?: string | undefined;
	open: () => Promise<Connection>;
	label: RegExp;
	stateFolder: RegExp;
	hasShell: boolean;
	/** Who files that it writes belong to. */
	uid: () => number;
}

/** What every connection keeps to. The place is this machine, so that the test sees with its own eyes what was done. */
export function connectionContract(place: Place): void {
	const title = place.skip ? `${place.name} (skipped: ${place.skip})` : place.name;
	describe.skipIf(place.skip)(title, () => {
		let connection: Connection;
		let folder: string;
		const at = (name: string) => join(folder, name);
		beforeAll(async () => {
			connection = await place.open();
		});
		afterAll(() => connection?.close());
		beforeEach(async () => {
			folder = await mkdtemp(join(tmpdir(), "graft-contract-"));
			await chmod(folder, 0o777);
		});
		afterEach(() => rm(folder, { recursive: true, force: true }));

		it("says what it is called, where its state is kept and whether it runs commands", async () => {
			expect(connection.label).toMatch(place.label);
			expect(connection.stateFolder).toMatch(place.stateFolder);
			expect(await connection.hasShell()).toBe(place.hasShell);
		});

		describe("files", () => {
			it.each([0, 1, 30 * 1024, 30 * 1024 + 1, 700_001, 5_000_000])(
				"of %i bytes are written and read back as they are",
				async (size) => {
					const bytes = randomBytes(size);
					expect(await connection.write(at("file"), bytes, { mode: 0o640 })).toBe(true);
					expect(digest(await readFile(at("file")))).toBe(digest(bytes));
					expect(digest(await connection.read(at("file")))).toBe(digest(bytes));
					const seen = await stat(at("file"));
					expect(seen.mode & 0o7777).toBe(0o640);
					expect(seen.uid).toBe(place.uid());
				},
			);

			it.each([0, 1, 30 * 1024, 64 * 1024 + 1, 5_000_000])(
				"of %i bytes are told by their digest, and copied",
				async (size) => {
					const bytes = randomBytes(size);
					await writeFile(at("file"), bytes, { mode: 0o604 });
					expect(await connection.digest(at("file"))).toBe(digest(bytes));
					await connection.copy(at("file"), at("copy"), { mode: 0o640 });
					expect(digest(await readFile(at("copy")))).toBe(digest(bytes));
					const seen = await stat(at("copy"));
					expect(seen.mode & 0o7777).toBe(0o640);
					expect(seen.uid).toBe(place.uid());
				},
			);

			it("of 100 MB are written, told and copied in little memory", async () => {
				const bytes = randomBytes(100_000_000);
				const before = process.memoryUsage.rss();
				let peak = before;
				const watch = setInterval(() => {
					peak = Math.max(peak, process.memoryUsage.rss());
				}, 5);
				await connection.write(at("big"), bytes, { mode: 0o644 });
				expect(await connection.digest(at("big"))).toBe(digest(bytes));
				await connection.copy(at("big"), at("copy"), { mode: 0o644 });
				expect(await connection.digest(at("copy"))).toBe(digest(bytes));
				clearInterval(watch);
				expect(peak - before).toBeLessThan(80_000_000);
			}, 120_000);

			it("are told by their digests all at once, odd names, links and all", async () => {
				const names = ["a b", "$(id)", "é", "-rf", "'\"", "new\nline", "back\\slash", "*"];
				const big = randomBytes(70_000);
				for (const name of names) await writeFile(at(name), Buffer.concat([bytesOf(name), big]));
				await symlink("a b", at("link"));
				await symlink("nowhere", at("dangling"));
				const found = await Promise.all(
					[...names, "link", "dangling", "none", "a b/below", ""].map((name) =>
						connection.digest(at(name)),
					),
				);
				const expected = names.map((name) => digest(Buffer.concat([bytesOf(name), big])));
				expect(found).toEqual([...expected, expected[0], undefined, undefined, undefined, null]);
				expect(await connection.digest("/dev/null")).toBeNull();
				for (const name of names) {
					await connection.copy(at(name), at(`${name}.copy`), { mode: 0o600 });
					expect(digest(await readFile(at(`${name}.copy`)))).toBe(digest(await readFile(at(name))));
				}
			});

			it("that are pipes are no files, and nobody waits for them", async () => {
				execFileSync("mkfifo", [at("pipe")]);
				expect(await connection.digest(at("pipe"))).toBeNull();
				await expect(connection.copy(at("pipe"), at("copy"), { mode: 0o600 })).rejects.toThrow(
					"not a file",
				);
			});

			it("of the kernel, which say they are empty, are told by what they hold", async () => {
				const version = await readFile("/proc/version");
				expect(await connection.digest("/proc/version")).toBe(digest(version));
			});

			it.each([10, 100_000])(
				"are copied over others, never through a link (%i bytes)",
				async (size) => {
					const bytes = randomBytes(size);
					await connection.write(at("file"), bytes, { mode: 0o644 });
					await writeFile(at("other"), "untouched");
					await symlink("other", at("link"));
					await symlink("file", at("source"));
					await connection.copy(at("source"), at("link"), { mode: 0o644 });
					expect(await readFile(at("other"), "utf8")).toBe("untouched");
					expect(digest(await readFile(at("link")))).toBe(digest(bytes));
					await connection.copy(at("file"), at("other"), { mode: 0o600 });
					expect(digest(await readFile(at("other")))).toBe(digest(bytes));
				},
			);

			it("are written over whole, with the new mode", async () => {
				await connection.write(at("file"), bytesOf("a long text"), { mode: 0o600 });
				await connection.write(at("file"), bytesOf("short"), { mode: 0o666 });
				expect(await readFile(at("file"), "utf8")).toBe("short");
				expect((await stat(at("file"))).mode & 0o7777).toBe(0o666);
			});

			it("are never written through a link: what lies there makes way", async () => {
				await writeFile(at("precious"), "precious", { mode: 0o600 });
				await symlink(at("precious"), at("link"));
				await symlink(at("nowhere"), at("dangling"));
				for (const name of ["link", "dangling"]) {
					expect(
						await connection.write(at(name), bytesOf("no"), { mode: 0o644, exclusive: true }),
					).toBe(false);
					expect(await connection.write(at(name), bytesOf("new"), { mode: 0o644 })).toBe(true);
					expect(await readFile(at(name), "utf8")).toBe("new");
					expect(await connection.kind(at(name))).toBe("file");
				}
				expect(await readFile(at("precious"), "utf8")).toBe("precious");
				expect((await stat(at("precious"))).mode & 0o7777).toBe(0o600);
				expect(await connection.kind(at("nowhere"))).toBeUndefined();
			});

			it("are made by one only, where that is asked for", async () => {
				const made = await Promise.all(
					["one", "two", "three"].map((text) =>
						connection.write(at("lock"), bytesOf(text), { mode: 0o600, exclusive: true }),
					),
				);
				expect(made.filter((mine) => mine)).toHaveLength(1);
				const winner = ["one", "two", "three"][made.indexOf(true)];
				expect(await readFile(at("lock"), "utf8")).toBe(winner);
			});

			it("that are not there are undefined, not an error", async () => {
				await writeFile(at("file"), "");
				for (const path of [at("none"), at("none/below"), at("file/below")]) {
					expect(await connection.read(path)).toBeUndefined();
					expect(await connection.stat(path)).toBeUndefined();
					expect(await connection.list(path)).toBeUndefined();
					await connection.remove(path);
				}
			});

			it("that are larger than the limit are refused, by name", async () => {
				await writeFile(at("big"), Buffer.alloc(1001));
				await expect(connection.read(at("big"), 1000)).rejects.toMatchObject({
					name: "GraftError",
					kind: "refused",
					message: expect.stringContaining("big"),
				});
				expect(await connection.read(at("big"), 1001)).toHaveLength(1001);
				expect(await connection.digest(at("big"))).toBe(digest(Buffer.alloc(1001)));
			});

			it("that say they are empty, as those of the kernel do, are read to their end", async () => {
				const uptime = await connection.read("/proc/self/status");
				expect(Buffer.from(uptime ?? []).toString()).toContain("VmRSS");
			});

			it("with odd names are what they are", async () => {
				for (const name of ["a b", "$(id)", "é", "-rf", "'\"", "new\nline"]) {
					await connection.write(at(name), bytesOf(name), { mode: 0o644 });
					expect(await readFile(at(name), "utf8")).toBe(name);
				}
			});

			it("take the place of others in one go", async () => {
				await connection.write(at("new"), bytesOf("new"), { mode: 0o644 });
				await connection.write(at("old"), bytesOf("old"), { mode: 0o644 });
				await connection.rename(at("new"), at("old"));
				expect(await readFile(at("old"), "utf8")).toBe("new");
				expect(await connection.stat(at("new"))).toBeUndefined();
			});

			it("are removed, twice if need be", async () => {
				await connection.write(at("file"), bytesOf(""), { mode: 0o644 });
				await connection.remove(at("file"));
				await connection.remove(at("file"));
				expect(await connection.stat(at("file"))).toBeUndefined();
			});
		});

		describe("folders", () => {
			it("are made with their mode, and not made again", async () => {
				expect(await connection.makeFolder(at("sub"), 0o777)).toBe(true);
				expect(await connection.makeFolder(at("sub"), 0o700)).toBe(false);
				expect((await stat(at("sub"))).mode & 0o7777).toBe(0o777);
			});

			it("are removed only when they are empty", async () => {
				await connection.makeFolder(at("sub"), 0o755);
				await connection.write(at("sub/file"), bytesOf(""), { mode: 0o644 });
				expect(await connection.removeFolder(at("sub"))).toBe(false);
				await connection.remove(at("sub/file"));
				expect(await connection.removeFolder(at("sub"))).toBe(true);
				expect(await connection.removeFolder(at("sub"))).toBe(false);
			});

			it("are listed in byte order, with links as links", async () => {
				await connection.makeFolder(at("b"), 0o755);
				await writeFile(at("B"), "");
				await writeFile(at("é"), "");
				await symlink("nowhere", at("a"));
				expect(await connection.list(folder)).toEqual([
					{ name: "B", kind: "file" },
					{ name: "a", kind: "link" },
					{ name: "b", kind: "folder" },
					{ name: "é", kind: "file" },
				]);
			});

			it("are listed whole when they are large", async () => {
				const names = Array.from({ length: 450 }, (_, index) => `file-${1000 + index}`);
				await Promise.all(names.map((name) => writeFile(at(name), "")));
				expect((await connection.list(folder))?.map((entry) => entry.name)).toEqual(names);
			});
		});

		it("looks through links, and sees sizes, owners and times", async () => {
			await writeFile(at("file"), "12345", { mode: 0o604 });
			await chmod(at("file"), 0o604);
			await symlink("file", at("link"));
			await symlink("nowhere", at("dangling"));
			const real = await stat(at("file"));
			const seen = await connection.stat(at("link"));
			expect(seen).toMatchObject({ kind: "file", bytes: 5, mode: 0o604, uid: real.uid });
			expect(Math.floor((seen?.modifiedAt ?? 0) / 1000)).toBe(Math.floor(real.mtimeMs / 1000));
			expect((await connection.stat(folder))?.kind).toBe("folder");
			expect((await connection.stat("/dev/null"))?.kind).toBe("other");
			expect(await connection.stat(at("dangling"))).toBeUndefined();
		});

		it("tells what lies at a path itself, links as links", async () => {
			await writeFile(at("file"), "");
			await symlink("nowhere", at("dangling"));
			const kinds = ["file", "dangling", "", "none", "file/none"].map((name) =>
				connection.kind(at(name)),
			);
			expect(await Promise.all(kinds)).toEqual(["file", "link", "folder", undefined, undefined]);
			expect(await connection.kind("/dev/null")).toBe("other");
			const link = await lstat(at("dangling"));
			expect(await connection.lstat(at("dangling"))).toMatchObject({ kind: "link", uid: link.uid });
			expect(await connection.lstat(at("none"))).toBeUndefined();
		});

		it("says what could not be done, and to what", async () => {
			await writeFile(at("file"), "");
			await writeFile(at("large"), Buffer.alloc(100_000));
			const refusals = [
				() => connection.write(at("none/file"), bytesOf(""), { mode: 0o644 }),
				() => connection.write(at("none/file"), bytesOf(""), { mode: 0o644, exclusive: true }),
				() => connection.rename(at("none"), at("other")),
				() => connection.copy(at("none"), at("other"), { mode: 0o644 }),
				() => connection.copy(at("file"), at("none/other"), { mode: 0o644 }),
				() => connection.copy(at("large"), at("none/other"), { mode: 0o644 }),
				() => connection.copy(folder, at("other"), { mode: 0o644 }),
				() => connection.makeFolder(at("none/sub"), 0o755),
				() => connection.makeFolder(at("file"), 0o755),
				() => connection.read(folder),
			];
			for (const attempt of refusals) {
				await expect(attempt()).rejects.toMatchObject(refused(folder));
			}
		});

		const refused = (path: string) => ({
			name: "GraftError",
			kind: "refused",
			message: expect.stringContaining(path),
		});

		const commands = () => {
			it("get their words as they are, and give back what they say", async () => {
				const words = ["a b", "$(id)", "`id`", "'", '"', "", "new\nline", "*", "-n", "é"];
				const said = await connection.run(["printf", "[%s]", ...words]);
				expect(said).toEqual({
					code: 0,
					stdout: `${words.map((w) => `[${w}]`).join("")}`,
					stderr: "",
				});
			});

			it("tell their code and both streams", async () => {
				const said = await connection.run(["sh", "-c", "echo out; echo err >&2; exit 3"]);
				expect(said).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
			});

			it("that cannot be found are 127", async () => {
				expect((await connection.run(["no-such-command-here"])).code).toBe(127);
			});

			it("that a signal ends are told as a shell tells it", async () => {
				expect((await connection.run(["sh", "-c", "kill -TERM $$"])).code).toBe(128 + 15);
			});

			it("read what they are given, and nothing where nothing is given", async () => {
				const input = randomBytes(300_000);
				const said = await connection.run(["sha256sum"], { input });
				expect(said.stdout).toContain(digest(input));
				expect((await connection.run(["cat"])).stdout).toBe("");
			});

			it("need not read what they are given", async () => {
				const said = await connection.run(["true"], { input: randomBytes(3_000_000) });
				expect(said.code).toBe(0);
			});

			it("that say too much are cut short, not held up", async () => {
				const said = await connection.run(["sh", "-c", "head -c 3000000 /dev/zero; echo done >&2"]);
				expect(said.stdout.length).toBeLessThanOrEqual(1024 * 1024);
				expect(said.stdout.length).toBeGreaterThan(1_000_000);
				expect(said.stderr).toBe("done\n");
			});

			it("that take too long are ended, and the connection goes on", async () => {
				const mark = at("still-running");
				const long = connection.run(["sh", "-c", `echo $$ > ${mark}; exec sleep 300`], {
					timeoutMs: 1_500,
				});
				await expect(long).rejects.toMatchObject({ name: "GraftError", kind: "refused" });
				const pid = (await readFile(mark, "utf8")).trim();
				await gone(pid);
				expect((await connection.run(["echo", "on"])).stdout).toBe("on\n");
			});

			it("that leave a service behind do not wait for it", async () => {
				const said = await connection.run(["sh", "-c", "sleep 30 & echo $!"]);
				expect(said.code).toBe(0);
				process.kill(Number(said.stdout));
			});

			it("run several at once", async () => {
				const all = await Promise.all(
					[1, 2, 3, 4, 5].map((n) => connection.run(["echo", String(n)])),
				);
				expect(all.map((said) => said.stdout)).toEqual(["1\n", "2\n", "3\n", "4\n", "5\n"]);
			});
		};
		// One or the other, never skipped: each place has its own answer to being asked for a command.
		const noCommands = () =>
			it("refuses commands where there is no shell", async () => {
				await expect(connection.run(["true"])).rejects.toMatchObject({ kind: "refused" });
			});
		describe("commands", place.hasShell ? commands : noCommands);
	});
}

export function bytesOf(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

function digest(bytes: Uint8Array | undefined): string {
	return createHash("sha256")
		.update(bytes ?? "")
		.digest("hex");
}

/** Waits until no process has this number; the test's own time limit ends the wait. */
async function gone(pid: string): Promise<void> {
	while (await stat(`/proc/${pid}`).catch(() => undefined)) {
		const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
		// A zombie has ended; only nobody has asked how.
		if (/\) Z /.test(state)) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
