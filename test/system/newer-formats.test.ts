import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withDirect } from "@graft/database/direct";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Instance, makeInstance } from "./command-line.ts";
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

describe("an extension that a newer Graft stored", () => {
	let graft: Instance;
	beforeEach(async () => {
		graft = await makeInstance();
	});
	afterEach(() => graft.remove());

	it("is one line of the list, by the words that its commands end with; the others go on", async () => {
		const done = async (...args: string[]) => {
			const { code, stdout, stderr } = await graft.run(args);
			expect(code, stderr).toBe(0);
			return stdout;
		};
		const other = await graft.zip("other.zip", ocsFiles({ id: "other", table: "theirs" }));
		await done("import", await graft.zip("probe.zip"));
		await done("import", other);
		withDirect(`file:${join(String(graft.env.GRAFT_HOME), "graft.db")}`, (database) =>
			database
				.prepare("UPDATE Archive SET extension = ? WHERE extensionId = 'other'")
				.run(JSON.stringify({ format: 1_000, id: "other" })),
		);
		const words = /other was stored by a newer Graft .*\n.*or import the archive again/;
		const listed = await done("list");
		expect(listed).toMatch(/probe 1\.0 /);
		expect(listed).toMatch(words);
		expect(await done("status")).toContain("other was stored by a newer Graft");
		for (const command of ["activate", "remove", "bundle"]) {
			const { code, stderr } = await graft.run([command, "other", "--yes"]);
			expect({ command, code, stderr }).toMatchObject({
				code: 3,
				stderr: expect.stringMatching(words),
			});
		}
		const there = ["--server", "local", "--server-dir", graft.serverDir, "--yes"];
		await done("activate", "probe", "--yes");
		await done("install", "probe", ...there);
		await done("import", other);
		expect(await done("list")).not.toContain("newer Graft");
	});
});

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
