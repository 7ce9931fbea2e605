import { afterEach, beforeEach, expect, it } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { ocsServer } from "../../test/ocs-server.ts";
import { shorthands } from "../../test/shorthands.ts";
import { keptOperationsFrom, pruneOperations } from "./prune-operations.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { importFiles } = shorthands(() => instance);
const { make, change } = ocsServer(() => instance);

const prune = (days: number, most: number) =>
	pruneOperations({ ...instance.ctx, keptOperations: { days, most } });
const ids = async () => {
	const rows = await instance.ctx.database.operation.findMany({ orderBy: { id: "asc" } });
	return rows.map(({ id }) => id);
};

async function write(id: string, daysAgo: number, changes: object = {}): Promise<void> {
	const at = new Date(Date.now() - daysAgo * 24 * 3_600 * 1_000);
	const asked = { id, kind: "activate", extensionId: "probe", actor: "alice", process: "{}" };
	const data = { ...asked, state: "done", startedAt: at, endedAt: at, ...changes };
	await instance.ctx.database.operation.create({ data });
	const event = { operationId: id, number: 1, at, kind: "note", data: { text: "x" } };
	await instance.ctx.database.operationEvent.create({ data: event });
}

it("forgets what ended long ago, with its events and parts, and what is beyond so many", async () => {
	await write("a-old", 40);
	await write("a-part", 40, { parentId: "a-old" });
	await write("b-open", 40, { state: "running", endedAt: null });
	await write("c-fresh", 20);
	await write("d-fresher", 10);
	expect(prune(30, 10)).toBe(1);
	expect(await ids()).toEqual(["b-open", "c-fresh", "d-fresher"]);
	expect(await instance.ctx.database.operationEvent.count()).toBe(3);
	expect(prune(30, 1)).toBe(1);
	expect(await ids()).toEqual(["b-open", "d-fresher"]);
});

it("keeps the operation by which something came to a server where it still is", async () => {
	make();
	await importFiles(ocsFiles());
	await change("present");
	const old = { endedAt: new Date(0), startedAt: new Date(0) };
	await instance.ctx.database.operation.updateMany({ data: old });
	prune(1, 1);
	const kinds = async () =>
		(await instance.ctx.database.operation.findMany()).map(({ kind }) => kind);
	expect(await kinds()).toEqual(["install"]);
	await change("absent");
	await instance.ctx.database.operation.updateMany({ data: old });
	prune(1, 1);
	expect(await kinds()).toEqual([]);
});

it("forgets some of many at each start, and none while somebody writes, without waiting", async () => {
	for (let at = 0; at < 60; at += 1) await write(`old-${String(at).padStart(2, "0")}`, 500 - at);
	const { database } = instance.ctx;
	await database.$executeRawUnsafe("BEGIN IMMEDIATE");
	const begun = performance.now();
	expect(prune(30, 10)).toBe(0);
	// SQLite waits two seconds by itself.
	expect(performance.now() - begun).toBeLessThan(1_000);
	await database.$executeRawUnsafe("ROLLBACK");
	// Opened as every command opens it, with the usual limits.
	await instance.open();
	const left = await ids();
	expect([left.length, left[0]]).toEqual([10, "old-50"]);
	await instance.open();
	expect(await ids()).toEqual([]);
	expect(await database.operationEvent.count()).toBe(0);
});

it("takes settings that are numbers, and says of others which they are", () => {
	expect(keptOperationsFrom({})).toEqual({ days: 365, most: 5_000 });
	expect(keptOperationsFrom({ GRAFT_OPERATIONS_DAYS: "7", GRAFT_OPERATIONS_MOST: "" })).toEqual({
		...{ days: 7, most: 5_000 },
	});
	for (const text of ["0", "-1", "many", "1.5"])
		expect(() => keptOperationsFrom({ GRAFT_OPERATIONS_MOST: text })).toThrow(
			"GRAFT_OPERATIONS_MOST",
		);
});
