import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importArchive } from "@graft/services/archives/import-archive";
import { forgetExtension } from "@graft/services/extensions/forget-extension";
import { openContext } from "@graft/services/open-context";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEncryptionKey } from "../../packages/services/src/secrets/encryption-key.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { makeUser, noUsers, type TestUser } from "./users.ts";

/**
 * Exchanges names in a folder of its own for links to what is root's, without a pause. Arguments: the folder, what the
 * links lead to, and the names.
 */
const racer = `
const { renameSync, symlinkSync, unlinkSync, mkdirSync } = require("node:fs"), { join } = require("node:path");
const [folder, canary, ...names] = process.argv.slice(1);
const attempt = (work) => { try { work(); } catch {} };
process.stdout.write("racing\\n");
for (;;) for (const name of names) {
	const [path, aside] = [join(folder, name), join(folder, name + ".aside")];
	attempt(() => renameSync(path, aside));
	for (const target of [canary, join(canary, "file")]) {
		attempt(() => symlinkSync(target, path));
		attempt(() => unlinkSync(path));
	}
	attempt(() => renameSync(aside, path));
}
`;

describe.skipIf(noUsers)(
	`root in a GRAFT_HOME of another user${noUsers ? ` (${noUsers})` : ""}`,
	() => {
		let user: TestUser;
		let canary: string;
		let home: string;
		let racing: ChildProcess | undefined;

		beforeAll(async () => {
			user = await makeUser();
			chmodSync(user.home, 0o755);
		});
		afterAll(() => user.remove());
		beforeEach(() => {
			canary = mkdtempSync(join(tmpdir(), "graft-canary-"));
			mkdirSync(join(canary, "folder"));
			for (const name of ["file", "folder/file"]) {
				writeFileSync(join(canary, name), "precious");
				chmodSync(join(canary, name), 0o600);
			}
			home = mkdtempSync(join(user.home, "graft-"));
			rmSync(home, { recursive: true });
		});
		afterEach(async () => {
			if (racing?.kill("SIGKILL")) await once(racing, "exit");
			racing = undefined;
			rmSync(canary, { recursive: true });
			rmSync(home, { recursive: true, force: true });
		});

		const places = () => ({ GRAFT_HOME: home, EXTENSIONS_DIR: join(home, "extensions") });
		const open = (env: Record<string, string> = {}) =>
			openContext({
				env: { ...places(), ...env },
				actor: { name: "root", role: "administrator" },
			});
		const treeOf = (folder: string) =>
			readdirSync(folder, { recursive: true, encoding: "utf8" })
				.sort()
				.map((path) => {
					const { uid, mode } = statSync(join(folder, path));
					return `${path} ${uid} ${mode.toString(8)}`;
				});

		async function openAndClose(): Promise<void> {
			const ctx = await open();
			await ctx.database.extension.count();
			await ctx.close();
		}

		/** What commands do there, one after the other. */
		async function work(version: string): Promise<void> {
			const ctx = await open();
			try {
				await importArchive({ ctx, input: { bytes: makeZip(ocsFiles({ version })) } });
				await readEncryptionKey(ctx.paths.home, true);
				await forgetExtension({ ctx, input: { id: "probe" } });
			} finally {
				await ctx.close();
			}
		}

		it("leaves nothing there that is not that user's, and is private", async () => {
			await work("1.0");
			const foreign = readdirSync(home, { recursive: true, encoding: "utf8" })
				.map((path) => ({ path, ...statSync(join(home, path)) }))
				.filter(({ uid }) => uid !== user.uid);
			expect(foreign.map(({ path }) => path)).toEqual([]);
			expect(statSync(home)).toMatchObject({ uid: user.uid });
			expect(statSync(home).mode & 0o777).toBe(0o700);
			expect(statSync(join(home, "graft.db")).mode & 0o777).toBe(0o600);
			expect(process.geteuid?.()).toBe(0);
		});

		it.each<[string, string[], (version: string) => Promise<void>]>([
			["folders", ["archives", "staging", "extensions", "set-aside", "state"], work],
			[
				"the database",
				["graft.db", "graft.db-wal", "graft.db-shm", "graft.db-journal"],
				openAndClose,
			],
			["keys", ["encryption-key", "secret", "known_hosts"], work],
		])("that exchanges %s for links: nothing of root's changes", async (_, names, attempt) => {
			await work("1.0");
			const before = treeOf(canary);
			racing = spawn(process.execPath, ["-e", racer, home, canary, ...names], {
				uid: user.uid,
				gid: statSync(home).gid,
				stdio: ["ignore", "pipe", "inherit"],
			});
			if (racing.stdout) await once(racing.stdout, "data");
			const until = Date.now() + 4_000;
			let round = 2;
			// Much of it fails, as it should where a link stands for a moment.
			for (; Date.now() < until; round++) await attempt(`${round}.0`).catch(() => undefined);
			expect(racing.exitCode).toBeNull();
			expect(round).toBeGreaterThan(3);
			expect(treeOf(canary)).toEqual(before);
			for (const name of ["file", "folder/file"])
				expect(readFileSync(join(canary, name), "utf8")).toBe("precious");
			expect(process.geteuid?.()).toBe(0);
		});

		it("puts root's EXTENSIONS_DIR in order beside it, as root", async () => {
			const server = mkdtempSync(join(tmpdir(), "graft-ocs-"));
			const extensions = join(server, "extensions");
			mkdirSync(extensions);
			const ctx = await open({ EXTENSIONS_DIR: extensions });
			await importArchive({ ctx, input: { bytes: makeZip(ocsFiles()) } });
			await ctx.close();
			expect(readdirSync(server)).toEqual(["extensions"]);
			expect(statSync(join(extensions, "probe"))).toMatchObject({ uid: 0 });
			expect(existsSync(join(home, "archives"))).toBe(true);
			rmSync(server, { recursive: true });
		});

		it("does nothing in a folder that somebody else could exchange", async () => {
			mkdirSync(home);
			await expect(open({})).rejects.toMatchObject({
				kind: "refused",
				message: expect.stringContaining(user.home),
			});
			expect(readdirSync(home)).toEqual([]);
		});
	},
);
