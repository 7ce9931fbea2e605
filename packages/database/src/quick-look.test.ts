import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "./open-database.ts";
import {
	countArchives,
	findManaged,
	isWorkUnderWay,
	readManaged,
	readSeenOnServers,
	readServerDirs,
} from "./quick-look.ts";

let folder: string;
let url: string;
let database: Database;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "graft-quick-look-"));
	url = `file:${join(folder, "graft.db")}`;
	database = await openDatabase(url);
});
afterEach(async () => {
	await database.$disconnect();
	rmSync(folder, { recursive: true, force: true });
});

async function store(id: string, fileName: string | null, active: boolean): Promise<void> {
	const now = new Date("2026-01-02T03:04:05.678Z");
	await database.archive.create({
		data: {
			...{ sha256: `sha256 of ${id}`, extensionId: id, platform: "panoptes", version: "1.0" },
			...{ bytes: 5, fileName, treeSha256: "tree", accepted: ["a/b"], extension: { id } },
			...{ importedAt: now, importedBy: "alice" },
		},
	});
	const extension = { id, platform: "panoptes", active, problems: [{ code: "x" }], updatedAt: now };
	await database.extension.create({ data: { ...extension, archiveSha256: `sha256 of ${id}` } });
}

test("gives just what Prisma gives", async () => {
	await store("one", "one.zip", true);
	await store("two", null, false);
	const include = { archive: true };
	const rows = await database.extension.findMany({ include, orderBy: { id: "asc" } });
	expect(rows).toHaveLength(2);
	expect(readManaged(url)).toEqual(rows);
	expect(findManaged(url, "two")).toEqual(rows[1]);
	expect(findManaged(url, "three")).toBeNull();
	expect(countArchives(url, ["one", "two", "three"])).toEqual(
		new Map([
			["one", 1],
			["two", 1],
		]),
	);
});

test("knows the folders that were named for an extension on a server", async () => {
	const seenAt = new Date();
	const receipts = ["/b", null, "/a"].map((serverDir, index) => ({
		...{ placeKey: `place ${index}`, extensionId: "one", platform: "panoptes", version: "1.0" },
		...{ serverDir, state: "in-sync", seenAt },
	}));
	const other = {
		placeKey: "x",
		extensionId: "two",
		platform: "panoptes",
		version: "1",
		state: "missing",
		seenAt,
	};
	await database.server.create({
		data: {
			...{ id: "1", label: "local", address: {}, createdAt: seenAt },
			receipts: { create: [...receipts, other] },
		},
	});
	expect(readServerDirs(url, "one", "local")).toEqual([null, "/a", "/b"]);
	expect(readServerDirs(url, "one", "ssh://root@elsewhere:22")).toEqual([]);
	const seen = { server: "local", version: "1", state: "missing", seenAt };
	expect(readSeenOnServers(url, ["two", "three"])).toEqual([{ extensionId: "two", ...seen }]);
	expect(readSeenOnServers(url, ["one", "two"])).toHaveLength(4);
});

test("sees an operation as long as it runs", async () => {
	expect(isWorkUnderWay(url)).toBe(false);
	const about = { id: "1", kind: "import", extensionId: "one", actor: "alice", process: "{}" };
	const data = { ...about, state: "running", startedAt: new Date() };
	await database.operation.create({ data });
	expect(isWorkUnderWay(url)).toBe(true);
	await database.operation.update({ where: { id: "1" }, data: { state: "done" } });
	expect(isWorkUnderWay(url)).toBe(false);
	const times = { since: new Date(), beatAt: new Date() };
	const owner = { holder: "1", kind: "up", actor: "alice", process: "{}" };
	await database.lease.create({ data: { extensionId: "one", ...owner, ...times } });
	expect(isWorkUnderWay(url)).toBe(true);
});
