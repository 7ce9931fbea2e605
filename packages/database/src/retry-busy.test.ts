import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { expect, it } from "vitest";
import { openDatabase } from "./open-database.ts";
import { isBusy, retryBusy } from "./retry-busy.ts";

it("repeats a write while another process holds the database, in Prisma's words and in SQL of ours", async () => {
	const folder = mkdtempSync(join(tmpdir(), "graft-busy-"));
	const path = join(folder, "graft.db");
	const database = await openDatabase(`file:${path}`);
	const other = new Sqlite(path);
	const writes = [
		() => database.lease.deleteMany(),
		() => database.$executeRaw`DELETE FROM Lease`,
		() => database.$transaction([database.$executeRaw`DELETE FROM Lease`]),
	];
	for (const write of writes) {
		other.exec("BEGIN IMMEDIATE");
		let refused = 0;
		await retryBusy(async () => {
			try {
				await write();
			} catch (error) {
				refused += 1;
				expect(isBusy(error)).toBe(true);
				other.exec("ROLLBACK");
				throw error;
			}
		});
		expect(refused).toBe(1);
	}
	await expect(retryBusy(() => database.$executeRaw`DELETE FROM Nowhere`)).rejects.toMatchObject({
		code: "P2010",
	});
	other.close();
	await database.$disconnect();
	rmSync(folder, { recursive: true });
});
