import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance, program } from "./command-line.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";
import { openTerminal, type PseudoTerminal } from "./pseudo-terminal.ts";

const drop = ["remove", "probe", "--drop-tables"];

describe.skipIf(noOcsSchema)("a removal of which something waits for a yes", () => {
	let server: Mariadb;
	let graft: Instance;
	let person: PseudoTerminal | undefined;
	const ocs = (statements: string) => server.root(statements, "ocsweb");
	const tables = async () => (await ocs("show tables like 'probe'")).flat();
	const done = async (...args: string[]) => {
		const ended = await graft.run(args);
		expect(ended).toMatchObject({ code: 0 });
		return ended;
	};

	beforeAll(async () => {
		server = await startMariadb();
		await makeOcsDatabase(server, "ocsweb");
		await server.root(
			"create user 'ocs'@'127.0.0.1' identified by 's3cret'; grant all on ocsweb.* to 'ocs'@'127.0.0.1'",
		);
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		graft = await makeInstance();
		graft.env.OCS_DATABASE_URL = server.url("ocs", "s3cret", "ocsweb");
		await done("import", await graft.zip("probe.zip"));
	});
	afterEach(async () => {
		person?.close();
		await graft.remove();
		await ocs("drop table if exists probe; delete from extensions");
	});

	it("leaves a table that stood there before, names the way that takes it too, and that way does", async () => {
		await ocs("create table probe (ID int); insert into probe values (7), (8)");
		const { stdout } = await done(...drop, "--dry-run");
		const [, command = ""] = /install-plugin (remove probe .*)$/m.exec(stdout) ?? [];
		expect(stdout).toMatch(/was there before the extension, with about 2 rows: it stays/);
		await done(...drop, "--yes");
		expect(await ocs("select ID from probe")).toEqual([["7"], ["8"]]);

		await done("import", join(graft.folder, "probe.zip"));
		const file = join(graft.folder, "probe.sql.gz");
		const named = await done(...command.split(" "), "--export", file, "--yes");
		expect(named.stdout).toContain("drops probe, 2 rows");
		expect(gunzipSync(await readFile(file)).toString()).toContain("INSERT INTO `probe`");
		expect(await tables()).toEqual([]);
	});

	it("asks a person for it before anything is done, and goes on with a yes", async () => {
		await done("activate", "probe", "--yes");
		const there = ["--server", "local", "--server-dir", graft.serverDir, "--no-reload", "--yes"];
		await done("install", "probe", ...there);
		// No Apache names that folder, so that none can be reloaded.
		expect(await graft.run([...drop, "--yes"])).toMatchObject({
			code: 3,
			stderr: expect.stringContaining("--accept ocs/no-reload"),
		});
		const name = `graft-test-${process.pid}-removal`;
		person = openTerminal([process.execPath, program, ...drop], graft.env, name);
		await person.see("Continue despite these warnings?");
		expect(person.screen()).toContain("ocs/no-reload");
		await person.answer("y");
		await person.see("Remove ");
		await person.answer("y");
		await person.see("ended with 0");
		expect(await tables()).toEqual([]);
	});
});
