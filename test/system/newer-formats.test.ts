import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
	applyFor,
	everything,
	failureOf,
	first,
	makePlace,
	makeUser,
	openPlace,
} from "./database-place.ts";
import { Server, second, first as v1 } from "./installer-server.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

describe("a receipt that a newer Graft wrote", () => {
	let server: Server;
	beforeEach(() => {
		server = new Server();
	});
	afterEach(() => server.tearDown());

	it("keeps everything at its place from being looked at and changed, and says why", async () => {
		await server.run("present", v1);
		const [key = ""] = readdirSync(server.state);
		const path = join(server.state, key, "receipts/probe.json");
		const newer = { ...JSON.parse(readFileSync(path, "utf8")), format: 2, files: {} };
		writeFileSync(path, JSON.stringify(newer));
		const before = server.snapshot();
		const tries = [
			() => server.run("present", second),
			() => server.run("absent", v1),
			() => server.run("present", v1, { id: "another" }),
			() => server.status(v1),
		];
		for (const attempt of tries)
			await expect(attempt()).rejects.toMatchObject({
				kind: "refused",
				message: `local: the receipt ${path} is of format 2, which this Graft does not know. Nothing was touched.`,
				hint: "A newer Graft wrote it: install that version again, and run that one.",
			});
		expect(server.snapshot()).toEqual(before);
		expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(newer);
	});
});

describe.skipIf(noMariadb)("a journal in the database that a newer Graft wrote", () => {
	let server: Mariadb;
	beforeAll(async () => {
		server = await startMariadb();
		await makeUser(server);
		await makePlace(server);
	});
	afterAll(() => server?.dispose());

	it("keeps everything there from being changed, and says why", async () => {
		await server.root(
			`create table graft_journal (position int primary key, content longtext);
			insert into graft_journal values (0, '{"format":2,"actor":"anna","plan":[]}')`,
			"ocsweb",
		);
		const before = await everything(server);
		const connection = await openPlace(server);
		try {
			const error = await failureOf(applyFor(connection, { extension: first }));
			expect(error).toMatchObject({
				kind: "refused",
				message: expect.stringMatching(/graft_journal, .* cannot be read/),
				hint: expect.stringContaining("A newer Graft may have written it: run that one."),
			});
		} finally {
			await connection.close();
		}
		expect(await everything(server)).toEqual(before);
	});
});
