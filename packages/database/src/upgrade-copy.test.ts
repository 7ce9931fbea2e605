import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "./open-database.ts";
import { projectFolder } from "./project-folder.ts";
import { UnusableDatabase } from "./unusable-database.ts";

let folder: string;
let path: string;
let copy: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-upgrade-"));
	path = join(folder, "graft.db");
	copy = `${path}.before-upgrade`;
});
afterEach(() => {
	rmSync(folder, { recursive: true, force: true });
});

/** The migrations of a later version: ours and these. */
function versionWith(...later: readonly string[]): string {
	const migrations = join(folder, ["version", ...later].join("-"));
	cpSync(join(projectFolder(), "prisma", "migrations"), migrations, { recursive: true });
	for (const name of later) {
		mkdirSync(join(migrations, `9999${name}`), { recursive: true });
		writeFileSync(join(migrations, `9999${name}`, "migration.sql"), `CREATE TABLE t${name} (id);`);
	}
	return migrations;
}

/** Opens it as that version does; adds a server of this label, where one is given. Gives all labels. */
async function use(migrations: string, label?: string): Promise<string[]> {
	const database = await openDatabase(`file:${path}`, { migrations });
	try {
		const data = { id: String(label), label: String(label), address: {}, createdAt: new Date() };
		if (label !== undefined) await database.server.create({ data });
		const servers = await database.server.findMany({ orderBy: { label: "asc" } });
		return servers.map((server) => server.label);
	} finally {
		await database.$disconnect();
	}
}

async function refusal(migrations: string): Promise<UnusableDatabase> {
	const error = await use(migrations).catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(UnusableDatabase);
	return error as UnusableDatabase;
}

describe("an upgrade of the database", () => {
	test("leaves one copy of what it was, read by its owner only; a new database has none", async () => {
		await use(versionWith(), "first");
		expect(existsSync(copy)).toBe(false);
		await use(versionWith("01"), "second");
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		await use(versionWith("01", "02"), "third");
		expect(
			readdirSync(folder)
				.filter((name) => name.startsWith("graft.db"))
				.sort(),
		).toEqual(["graft.db", "graft.db.before-upgrade"]);
		renameSync(copy, path);
		expect(await use(versionWith("01"))).toEqual(["first", "second"]);
	});

	test("keeps in the copy what only the file beside the database held still", async () => {
		const open = await openDatabase(`file:${path}`, { migrations: versionWith() });
		await open.server.create({ data: { id: "1", label: "a", address: {}, createdAt: new Date() } });
		expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
		await use(versionWith("01"), "b");
		await open.$disconnect();
		renameSync(copy, path);
		expect(await use(versionWith())).toEqual(["a"]);
	});

	test("does not come about where no copy can be kept", async () => {
		await use(versionWith(), "first");
		mkdirSync(copy);
		const { message, hint } = await refusal(versionWith("01"));
		expect(message).toContain("no copy of it could be kept before its upgrade");
		expect(hint).toContain(copy);
		expect(await use(versionWith())).toEqual(["first"]);
	});
});

describe("a database of a newer version", () => {
	test("is refused and not changed, with the way back to the copy, which is one", async () => {
		await use(versionWith(), "before");
		await use(versionWith("01"), "after");
		const bytes = readFileSync(path);
		const { message, hint } = await refusal(versionWith());
		expect(message).toMatch(/newer version of Graft made it.* 999901; nothing was changed/);
		expect(hint).toContain("Install the newer version again.");
		expect(hint).toContain(`remove ${path}-wal and ${path}-shm, and move ${copy} to ${path}.`);
		expect(readFileSync(path).equals(bytes)).toBe(true);
		renameSync(copy, path);
		expect(await use(versionWith())).toEqual(["before"]);
	});

	test("is refused without that way where the copy is of a newer version too, or gone", async () => {
		await use(versionWith(), "before");
		await use(versionWith("01"));
		await use(versionWith("01", "02"));
		expect((await refusal(versionWith())).hint).toBe("Install the newer version again.");
		expect((await refusal(versionWith("01"))).hint).toContain(copy);
		rmSync(copy);
		expect((await refusal(versionWith("01"))).hint).toBe("Install the newer version again.");
	});
});
