import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@graft/database/open-database";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSetupOpen, makeSetupToken, spendSetupToken } from "./setup-token.ts";

describe("the token that makes the first administrator", () => {
	let folder: string;
	let database: Database;
	let now: Date;
	const place = () => ({ database, clock: () => now });

	beforeEach(async () => {
		folder = await mkdtemp(join(tmpdir(), "graft-token-"));
		database = await openDatabase(`file:${join(folder, "graft.db")}`);
		now = new Date("2026-01-01T12:00:00Z");
	});
	afterEach(async () => {
		await database.$disconnect();
		await rm(folder, { recursive: true });
	});

	it("works once, even for two who come at the same moment", async () => {
		const token = await makeSetupToken(place());
		const spent = await Promise.all([
			spendSetupToken(place(), token),
			spendSetupToken(place(), token),
		]);
		expect(spent.sort()).toEqual([false, true]);
	});

	it("is not what was guessed, nor what an earlier start showed", async () => {
		const earlier = await makeSetupToken(place());
		await makeSetupToken(place());
		expect(await spendSetupToken(place(), earlier)).toBe(false);
		expect(await spendSetupToken(place(), "")).toBe(false);
	});

	it("is not stored as it is, so that who reads the database cannot use it", async () => {
		const token = await makeSetupToken(place());
		expect(JSON.stringify(await database.setupToken.findMany())).not.toContain(token);
	});

	it("ends after a day", async () => {
		const token = await makeSetupToken(place());
		now = new Date("2026-01-02T12:00:01Z");
		expect(await spendSetupToken(place(), token)).toBe(false);
	});

	it("is for nothing once there is an administrator; a viewer is none", async () => {
		const user = { name: "A", emailVerified: false };
		await database.user.create({ data: { ...user, id: "1", email: "v@x", role: "viewer" } });
		expect(await isSetupOpen(place())).toBe(true);
		await database.user.create({ data: { ...user, id: "2", email: "a@x", role: "administrator" } });
		expect(await isSetupOpen(place())).toBe(false);
	});
});
