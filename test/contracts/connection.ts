import { chmod, lstat, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { bytesOf } from "../builders/tree.ts";
import { commands } from "./connection-commands.ts";
import { contents } from "./connection-contents.ts";
import { files } from "./connection-files.ts";
import { liveCommands } from "./connection-live.ts";
import type { Here, Place } from "./connection-place.ts";
import { streams } from "./connection-streams.ts";

/** What every connection keeps to. The place is this machine, so that the test sees with its own eyes what was done. */
export function connectionContract(place: Place): void {
	const title = place.skip ? `${place.name} (skipped: ${place.skip})` : place.name;
	describe.skipIf(place.skip)(title, () => {
		let connection: Connection;
		let folder: string;
		const at = (name: string) => join(folder, name);
		const here: Here = {
			...{ place, at },
			get connection() {
				return connection;
			},
			get folder() {
				return folder;
			},
		};
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
			contents(here);
			files(here);
			streams(here);
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

		// One or the other, never skipped: each place has its own answer to being asked for a command.
		const noCommands = () =>
			it("refuses commands where there is no shell", async () => {
				await expect(connection.run(["true"])).rejects.toMatchObject({ kind: "refused" });
			});
		const someCommands = () => {
			commands(here);
			liveCommands(here);
		};
		describe("commands", place.hasShell ? someCommands : noCommands);
	});
}
