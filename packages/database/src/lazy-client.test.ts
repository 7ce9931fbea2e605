import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { PrismaClient } from "./generated/client.ts";
import { lazyClient } from "./lazy-client.ts";
import { type Database, openDatabase } from "./open-database.ts";

let folder: string;
let real: Database;
let lazy: Database;
let loads: number;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "graft-lazy-client-"));
	real = await openDatabase(`file:${join(folder, "graft.db")}`);
	loads = 0;
	lazy = lazyClient(async (): Promise<PrismaClient> => {
		loads += 1;
		return real;
	});
});
afterEach(async () => {
	await real.$disconnect();
	rmSync(folder, { recursive: true, force: true });
});

const server = (label: string) => ({
	...{ id: label, label, address: { address: label }, createdAt: new Date(0) },
});

test("is loaded by the first query that somebody waits for, and once", async () => {
	// Handed through by `await` as it is, and not taken for a promise itself.
	expect(await Promise.resolve(lazy)).toBe(lazy);
	void lazy.server.create({ data: server("nobody waits") });
	expect(loads).toBe(0);
	await Promise.all([lazy.server.create({ data: server("local") }), lazy.server.count()]);
	expect(loads).toBe(1);
	expect(await lazy.server.findMany()).toEqual(await real.server.findMany());
	expect(await real.server.count()).toBe(1);
});

test("sends a query once, whoever waits for it", async () => {
	const made = lazy.server.create({ data: server("local") });
	expect(await made).toEqual(await made);
	await made.finally(() => undefined);
});

test("does all of a transaction or nothing of it", async () => {
	const twice = () => lazy.server.create({ data: server("local") });
	await expect(lazy.$transaction([twice(), twice()])).rejects.toMatchObject({ code: "P2002" });
	expect(await lazy.server.count()).toBe(0);
	await lazy.$transaction([twice(), lazy.$executeRaw`UPDATE Server SET label = ${"renamed"}`]);
	expect(await lazy.$queryRaw`SELECT label FROM Server`).toEqual([{ label: "renamed" }]);
	const counted = await lazy.$transaction(async (within) => within.server.count());
	expect(counted).toBe(1);
});

test("fails as the query does", async () => {
	await expect(lazy.server.findUniqueOrThrow({ where: { id: "no" } })).rejects.toThrow();
	const missed = lazy.server.findUniqueOrThrow({ where: { id: "no" } });
	expect(await missed.catch(() => "missed")).toBe("missed");
});

test("has nothing to close where nothing was asked", async () => {
	await lazy.$disconnect();
	expect(loads).toBe(0);
});
