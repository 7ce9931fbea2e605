import { execFileSync, spawnSync } from "node:child_process";
import {
	chmodSync,
	chownSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statfsSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles, under } from "../builders/ocs-files.ts";
import { makeZip } from "../builders/zip.ts";
import { program } from "./command-line.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";
import { makeReadOnly, mayMount, mount, unmount } from "./mount.ts";
import { makeUser, noUsers, type TestUser } from "./users.ts";

type Command = "inspect" | "list" | "status" | "import" | "up" | "remove";
/** Those that only look come first: what goes through may change what the next one finds. */
const commands: readonly Command[] = ["inspect", "list", "status", "import", "up", "remove"];
const looks: readonly Command[] = ["inspect", "list", "status"];

interface Fault {
	/** What is done in the folder of the instance; gives another environment, where it needs one. */
	readonly spoil: (folder: string) => Record<string, string> | undefined;
	/** What is named. */
	readonly where: string;
	/** Commands that go on in spite of it. */
	readonly goesOn: readonly Command[];
	readonly words: RegExp;
}

const lock = (path: string, mode: number): undefined => {
	chownSync(path, 0, 0);
	chmodSync(path, mode);
};
const toFile = (path: string): undefined => {
	rmSync(path, { recursive: true });
	writeFileSync(path, "");
};
const elsewhere = (name: string) => (folder: string) => {
	mkdirSync(join(folder, "of-root"));
	return { [name]: join(folder, "of-root", "new") };
};
const rights = /may not be (read or written|changed).*\n {2}Run it as the owner/;

/** As a user who is not root, whom rights hold back. */
const byRights: Record<string, Fault> = {
	"an EXTENSIONS_DIR that may not be read": {
		spoil: (folder) => lock(join(folder, "extensions"), 0o700),
		...{ where: "extensions", goesOn: [], words: rights },
	},
	"an EXTENSIONS_DIR that may not be written": {
		spoil: (folder) => lock(join(folder, "extensions"), 0o755),
		...{ where: "extensions", goesOn: looks, words: rights },
	},
	"an extension's folder that may not be read": {
		spoil: (folder) => lock(join(folder, "extensions/probe"), 0o700),
		...{ where: "extensions/probe", goesOn: looks, words: rights },
	},
	"an EXTENSIONS_DIR that is a file": {
		spoil: (folder) => toFile(join(folder, "extensions")),
		...{ where: "extensions", goesOn: [], words: /is not a folder.*\n {2}Name a folder/ },
	},
	"an EXTENSIONS_DIR that cannot be made": {
		spoil: elsewhere("EXTENSIONS_DIR"),
		...{ where: "of-root/new", goesOn: [...looks, "remove"], words: rights },
	},
	"a GRAFT_HOME that may not be read": {
		spoil: (folder) => lock(join(folder, "home"), 0o700),
		...{ where: "home", goesOn: [], words: rights },
	},
	"a GRAFT_HOME that may not be written": {
		spoil: (folder) => lock(join(folder, "home"), 0o755),
		...{ where: "home", goesOn: [], words: rights },
	},
	"a database that may not be written": {
		spoil: (folder) => lock(join(folder, "home/graft.db"), 0o644),
		...{ where: "GRAFT_HOME", goesOn: looks, words: /readonly database\.\n {2}Check the file/ },
	},
	"kept archives that may not be read": {
		spoil: (folder) => lock(join(folder, "home/archives"), 0o700),
		...{ where: "home/archives", goesOn: [...looks, "remove"], words: rights },
	},
	"a GRAFT_HOME that is a file": {
		spoil: (folder) => toFile(join(folder, "home")),
		...{ where: "home", goesOn: [], words: /is a file.*\n {2}Choose another folder/ },
	},
	"a GRAFT_HOME that cannot be made": {
		spoil: elsewhere("GRAFT_HOME"),
		...{ where: "of-root/new", goesOn: looks, words: rights },
	},
};

const fill = (folder: string): undefined => {
	const { bavail, bsize } = statfsSync(folder);
	writeFileSync(join(folder, "ballast"), new Uint8Array(bavail * bsize));
};
const readOnly = /read-only.*\n {2}Choose another folder/;
const full = /the disk is full.*\n {2}Make room/;

/** As root, whom the file system holds back. Each folder lies on a file system of its own. */
const byDisk: Record<string, Fault> = {
	"an EXTENSIONS_DIR on a disk that is read only": {
		spoil: (folder) => void makeReadOnly(join(folder, "disk")),
		...{ where: "disk", goesOn: looks, words: readOnly },
	},
	"an EXTENSIONS_DIR on a disk that is full": {
		spoil: (folder) => fill(join(folder, "disk")),
		...{ where: "disk", goesOn: [...looks, "remove"], words: full },
	},
	"a GRAFT_HOME on a disk that is read only": {
		spoil: (folder) => void makeReadOnly(join(folder, "home")),
		...{ where: "home", goesOn: [], words: readOnly },
	},
	"a GRAFT_HOME on a disk that is full": {
		spoil: (folder) => fill(join(folder, "home")),
		...{ where: "home", goesOn: [], words: full },
	},
};

describe.skipIf(noUsers ?? noOcsSchema)("a place of Graft's that cannot be used", () => {
	let server: Mariadb;
	let user: TestUser;
	let folder: string;
	beforeAll(async () => {
		[server, user] = await Promise.all([startMariadb(), makeUser()]);
		await makeOcsDatabase(server, "ocsweb");
		await server.root(
			"create user 'ocs'@'127.0.0.1' identified by 'ocs'; grant all on ocsweb.* to 'ocs'@'127.0.0.1'",
		);
	});
	afterAll(async () => {
		await user?.remove();
		await server?.dispose();
	});
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "graft-places-"));
		chmodSync(folder, 0o755);
		for (const name of ["home", "server", "server/plugins", "server/perl", "user"])
			mkdirSync(join(folder, name));
		for (const version of ["1.0", "2.0"]) {
			// More than what is left of a full disk's last block.
			const files = { ...ocsFiles({ version }), "pad.txt": version.repeat(50_000) };
			writeFileSync(join(folder, `${version}.zip`), makeZip(under("probe-master", files)));
		}
	});
	afterEach(async () => {
		rmSync(folder, { recursive: true, force: true });
		await server.root("drop table if exists probe; delete from extensions", "ocsweb");
	});

	const argsOf: Record<Command, () => string[]> = {
		inspect: () => ["inspect", join(folder, "2.0.zip")],
		list: () => ["list"],
		status: () => ["status"],
		import: () => ["import", join(folder, "2.0.zip")],
		up: () => [
			...["up", join(folder, "2.0.zip"), "--server", "local", "--no-reload", "--no-deploy"],
			...["--server-dir", join(folder, "server"), "--wait", "0", "--yes"],
		],
		remove: () => ["remove", "probe", "--no-reload", "--yes"],
	};

	function run(args: readonly string[], env: Record<string, string>, uid: number) {
		return spawnSync(process.execPath, [program, ...args], {
			env: {
				PATH: process.env.PATH,
				HOME: join(folder, "user"),
				OCS_DATABASE_URL: server.url("ocs", "ocs", "ocsweb"),
				GRAFT_HOME: join(folder, "home"),
				...env,
			},
			...{ cwd: "/", encoding: "utf8", uid, gid: uid },
		});
	}

	const there = () => readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
	/** But for what SQLite keeps beside its file while it is open, and a folder of ours with nothing in it. */
	const lasting = () =>
		there().filter((path) => !/graft\.db-(wal|shm)$|home\/(set-aside|staging)$/.test(path));

	/** Says what, where and what to do, and leaves everything as it was. */
	async function expectTold(
		{ spoil, where, goesOn, words }: Fault,
		extensions: string,
		uid: number,
	): Promise<void> {
		const env = { EXTENSIONS_DIR: join(folder, extensions) };
		expect(run(["import", join(folder, "1.0.zip")], env, uid)).toMatchObject({ status: 0 });
		const spoiled = { ...env, ...spoil(folder) };
		const before = lasting();
		const tables = await server.root("show tables", "ocsweb");
		for (const command of commands) {
			const { status, stderr } = run(argsOf[command](), spoiled, uid);
			expect(stderr).not.toMatch(/fault of|^ +at /m);
			if (goesOn.includes(command)) {
				expect({ command, status, stderr }).toMatchObject({ command, status: 0 });
				continue;
			}
			const error = stderr.slice(Math.max(0, stderr.indexOf("error: ")));
			expect({ command, status, error }).toEqual({
				...{ command, status: 3 },
				error: expect.stringMatching(words),
			});
			expect(error).toContain(where);
			expect({ command, there: lasting() }).toEqual({ command, there: before });
		}
		expect(await server.root("show tables", "ocsweb")).toEqual(tables);
		expect(await server.root("select id from extensions", "ocsweb")).toEqual([]);
	}

	it.each(Object.entries(byRights))(
		"%s: one message, and nothing changes",
		async (_what, fault) => {
			mkdirSync(join(folder, "extensions"));
			execFileSync("chown", ["-R", `${user.uid}:${user.uid}`, folder]);
			chownSync(folder, 0, 0);
			chownSync(folder, user.uid, user.uid);
			await expectTold(fault, "extensions", user.uid);
		},
	);

	if (mayMount())
		it("an EXTENSIONS_DIR that is a mount point itself is named as one", async () => {
			const disk = join(folder, "disk");
			mkdirSync(disk);
			mount(disk, "4m");
			const { status, stderr } = run(argsOf.import(), { EXTENSIONS_DIR: disk }, 0);
			const inside = readdirSync(disk);
			unmount(disk);
			const words = /mount point.*\n {2}Choose a plain folder/;
			expect([status, stderr, inside]).toEqual([3, expect.stringMatching(words), []]);
		});

	for (const [what, fault] of mayMount() ? Object.entries(byDisk) : [])
		it(`${what}: one message, and nothing changes`, async () => {
			mkdirSync(join(folder, "disk"));
			const disks = ["disk", "home"].map((name) => join(folder, name));
			for (const each of disks) mount(each, "4m");
			try {
				mkdirSync(join(folder, "disk/extensions"));
				await expectTold(fault, "disk/extensions", 0);
			} finally {
				for (const each of disks) unmount(each);
			}
		});
});
