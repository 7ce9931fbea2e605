import { once } from "node:events";
import { readFile, rm, stat } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "./command-line.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";

const password = "s3cret/?#@: ☃";
const rights =
	"SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, CREATE TEMPORARY TABLES";
const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;

interface Told {
	readonly linked: boolean;
	readonly label: string | null;
	readonly source: string | null;
	readonly state: string | null;
	readonly ocsVersion: number | null;
	readonly problems: readonly { readonly code: string; readonly message: string }[];
}

describe.skipIf(noOcsSchema)(`OCS's own database${about}`, () => {
	let server: Mariadb;
	let instance: Instance;
	const own: Instance[] = [];
	/** An instance of its own, for a test that stores something. */
	const another = async () => {
		const made = await makeInstance();
		own.push(made);
		return made;
	};
	const url = (user: string, database = "ocsweb") => server.url(user, password, database);
	const link = (graft: Instance, to: string, ...flags: string[]) =>
		graft.run(["database", "link", "--url-stdin", ...flags], { input: `${to}\n` });
	const check = async (graft: Instance, env: NodeJS.ProcessEnv = {}) => {
		const { code, stdout } = await graft.run(["database", "check", "--json"], { env });
		return { code, told: JSON.parse(stdout) as Told };
	};

	/** Its tables as OCS made them, to be spoilt; the whole schema anew takes seconds. */
	const copyOcsDatabase = async (name: string) => {
		const tables = (await server.root("show tables", "ocsweb")).map(([table = ""]) => table);
		await server.root(
			[
				`create database ${name}`,
				...tables.map((table) => `create table ${name}.\`${table}\` like ocsweb.\`${table}\``),
				`insert into ${name}.config select * from ocsweb.config`,
			].join(";"),
		);
	};

	beforeAll(async () => {
		[server, instance] = await Promise.all([startMariadb(), makeInstance()]);
		await makeOcsDatabase(server, "ocsweb");
		const account = (name: string, ...grants: string[]) => [
			`create user '${name}'@'127.0.0.1' identified by '${password}'`,
			...grants.map((grant) => `grant ${grant} to '${name}'@'127.0.0.1'`),
		];
		await server.root(
			[
				"create role doer",
				`grant ${rights} on ocsweb.* to doer`,
				...account("ocs", `${rights} on \`ocsweb\`.*`),
				...account("by_role", "doer"),
				"set default role doer for 'by_role'@'127.0.0.1'",
				...account("reader", "select on ocsweb.*"),
				...account("blind", "select on ocsweb.config"),
				...account("any", "all on *.*"),
			].join(";"),
		);
	});
	afterAll(async () => {
		await server?.dispose();
		for (const each of [instance, ...own]) await each?.remove();
	});

	it("is linked once it was seen to be usable, and forgotten again", async () => {
		const graft = await another();
		expect(await check(graft)).toMatchObject({ code: 2, told: { linked: false, state: null } });

		const tried = await link(graft, url("ocs"), "--dry-run", "--json");
		expect(tried).toMatchObject({ code: 0 });
		expect(JSON.parse(tried.stdout)).toMatchObject({ changed: false, ocsVersion: 7069 });
		expect((await check(graft)).told.linked).toBe(false);

		const linked = await link(graft, url("ocs"));
		expect(linked).toMatchObject({ code: 0, stderr: "" });
		expect(linked.stdout).toContain(`mysql://ocs@127.0.0.1:${server.port}/ocsweb`);
		expect(await check(graft)).toMatchObject({
			code: 0,
			told: { linked: true, source: "stored", state: "usable", ocsVersion: 7069, problems: [] },
		});

		expect(await graft.run(["database", "unlink"])).toMatchObject({ code: 2 });
		const asked = await graft.run(["database", "unlink", "--dry-run"]);
		expect(asked.stdout).toContain("Would forget");
		expect((await check(graft)).told.linked).toBe(true);
		expect(await graft.run(["database", "unlink", "--yes"])).toMatchObject({ code: 0 });
		expect((await check(graft)).told.linked).toBe(false);
		expect(await graft.run(["database", "unlink", "--yes"])).toMatchObject({ code: 0 });
	});

	it("may be reached with rights that come from a role", async () => {
		const told = await check(instance, { OCS_DATABASE_URL: url("by_role") });
		expect(told).toMatchObject({ code: 0, told: { state: "usable" } });
	});

	it("is the one that OCS_DATABASE_URL names, which is never stored", async () => {
		const graft = await another();
		await link(graft, url("ocs"));
		const env = { OCS_DATABASE_URL: url("any") };
		expect(await check(graft, env)).toMatchObject({
			code: 0,
			told: { source: "environment", label: `mysql://any@127.0.0.1:${server.port}/ocsweb` },
		});
		expect(await graft.run(["database", "link"], { env })).toMatchObject({ code: 0 });
		const both = await graft.run(["database", "link", "--url-stdin"], { env, input: url("ocs") });
		expect(both).toMatchObject({ code: 2, stderr: expect.stringContaining("OCS_DATABASE_URL") });
		expect(await check(graft)).toMatchObject({ told: { source: "stored" } });
	});

	it("keeps its password to itself: encrypted, its key for the owner only", async () => {
		const graft = await another();
		await link(graft, url("ocs"));
		const home = join(graft.folder, "home");
		expect((await stat(join(home, "encryption-key"))).mode & 0o777).toBe(0o600);
		for (const [name, kind] of Object.entries(await graft.snapshot(home))) {
			if (kind === "folder") continue;
			const bytes = await readFile(name);
			for (const shape of [password, encodeURIComponent(password), "s3cret"])
				expect(bytes.includes(shape), name).toBe(false);
		}
	});

	it("is out of reach where the key was lost, and can be linked anew", async () => {
		const graft = await another();
		await link(graft, url("ocs"));
		const key = join(graft.folder, "home", "encryption-key");
		await rm(key);
		const lost = await graft.run(["database", "check"]);
		expect(lost).toMatchObject({ code: 3, stderr: expect.stringContaining("encryption-key") });
		expect(await link(graft, url("ocs"))).toMatchObject({ code: 0 });
		expect(await check(graft)).toMatchObject({ told: { state: "usable" } });
	});

	describe("is refused before anything is stored,", () => {
		/** What an empty port, an SSH server and a web server say to a client of MariaDB. */
		const talking = async (greeting: string) => {
			const listener = createServer((socket) => {
				socket.on("error", () => undefined).end(greeting);
			}).listen(0, "127.0.0.1");
			await once(listener, "listening");
			return listener;
		};
		const refusal = async (to: string) => {
			const graft = await another();
			const { code, stdout, stderr } = await link(graft, to, "--json");
			expect(stdout + stderr).not.toContain("s3cret");
			expect((await check(graft)).told.linked).toBe(false);
			expect(Object.keys(await graft.snapshot())).not.toContain(
				join(graft.folder, "home", "encryption-key"),
			);
			const { error } = JSON.parse(stdout) as {
				error: { message: string; hint: string; problems: { code: string; message: string }[] };
			};
			return { code, ...error, codes: error.problems.map((problem) => problem.code) };
		};

		it.each([
			["a URL that is none", "not a url", 2, "none"],
			["another program's URL", "postgres://ocs:s3cret@127.0.0.1/ocsweb", 2, "mysql://"],
			["a password that is not escaped", "mysql://ocs:1#s3cret@127.0.0.1/ocsweb", 2, "no user"],
			["a host that is not there", "mysql://ocs:s3cret@nowhere.invalid/ocsweb", 5, "ENOTFOUND"],
			["a port where nobody listens", "mysql://ocs:s3cret@127.0.0.1:1/ocsweb", 5, "ECONNREFUSED"],
			["a socket that is not there", "mysql://o:s3cret@h/d?socket=/nowhere", 5, "/nowhere"],
		])("with %s", async (_what, to, code, named) => {
			expect(await refusal(to)).toMatchObject({ code, message: expect.stringContaining(named) });
		});

		it("with a port where another program answers", async () => {
			for (const greeting of ["SSH-2.0-OpenSSH_9.2\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n"]) {
				const listener = await talking(greeting);
				const { port } = listener.address() as AddressInfo;
				const refused = await refusal(`mysql://ocs:s3cret@127.0.0.1:${port}/ocsweb`);
				expect(refused).toMatchObject({ code: 5, message: expect.stringContaining("neither") });
				listener.close();
			}
		});

		it("with a wrong password, in the database's own words", async () => {
			const refused = await refusal(server.url("ocs", "s3cret", "ocsweb"));
			expect(refused).toMatchObject({ code: 3 });
			expect(refused.message).toContain("Access denied for user 'ocs'@");
		});

		it("with a database that is not there, or that the user may not see", async () => {
			expect(await refusal(url("any", "nosuch"))).toMatchObject({
				code: 3,
				message: expect.stringContaining("Unknown database 'nosuch'"),
			});
			expect((await refusal(url("ocs", "mysql"))).message).toContain("Access denied");
		});

		it("with an empty database", async () => {
			await server.root("create database empty");
			const refused = await refusal(url("any", "empty"));
			expect(refused).toMatchObject({ code: 3, codes: ["ocs/database-empty"] });
		});

		it("with another program's database, also where it has tables of the same names", async () => {
			const tables = ["config (id int, value text)", "devices (id int)", "extensions (id int)"];
			await server.root(
				[
					"create database forum",
					...tables.map((table) => `create table forum.${table}`),
					"create table forum.`p\u001b[31m` (id int)",
				].join(";"),
			);
			const refused = await refusal(url("any", "forum"));
			expect(refused.codes).toEqual(["ocs/database-foreign"]);
			expect((await refusal(url("any", "mysql"))).codes).toEqual(["ocs/database-foreign"]);
		});

		it("with an OCS that is too old", async () => {
			await copyOcsDatabase("old");
			await server.root(
				"drop table extensions; update config set tvalue='7015' where name='GUI_VERSION'",
				"old",
			);
			const refused = await refusal(url("any", "old"));
			expect(refused.codes).toEqual(["ocs/database-too-old"]);
			expect(refused.problems[0]?.message).toContain("7015");
		});

		it("with an OCS whose set-up is not over", async () => {
			await copyOcsDatabase("fresh");
			await server.root("delete from config where name='GUI_VERSION'", "fresh");
			expect((await refusal(url("any", "fresh"))).codes).toEqual(["ocs/database-version-unknown"]);
		});

		it("with tables and columns missing, all of them named", async () => {
			await copyOcsDatabase("damaged");
			await server.root(
				"drop table download_enable; drop table extensions; alter table devices drop column tvalue",
				"damaged",
			);
			const refused = await refusal(url("any", "damaged"));
			expect(refused.codes).toEqual([
				"ocs/database-tables-missing",
				"ocs/database-columns-missing",
			]);
			expect(refused.problems[0]?.message).toContain("extensions, download_enable");
			expect(refused.problems[1]?.message).toContain("devices.TVALUE");
		});

		it("with rights missing, each of them named", async () => {
			const refused = await refusal(url("reader"));
			expect(refused.codes).toEqual(["ocs/database-rights-missing"]);
			expect(refused.problems[0]?.message).toContain(
				"lacks INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, CREATE TEMPORARY TABLES",
			);
			expect((await refusal(url("blind"))).codes).toContain("ocs/database-rights-missing");
			await server.root(
				`create user writer@'127.0.0.1' identified by '${password}'; grant all on ocsweb.* to writer@'127.0.0.1'; revoke select on ocsweb.* from writer@'127.0.0.1'`,
			);
			const writer = await refusal(url("writer"));
			expect(writer.codes).toEqual(["ocs/database-rights-missing"]);
			expect(writer.problems[0]?.message).toContain("lacks SELECT.");
		});

		it("with a server that is read-only", async () => {
			await server.root("set global read_only = 1");
			try {
				expect((await refusal(url("ocs"))).codes).toEqual(["ocs/database-read-only"]);
			} finally {
				await server.root("set global read_only = 0");
			}
		});
	});

	it("is said to be out of reach while its server is down, and usable once it is back", async () => {
		const graft = await another();
		await link(graft, url("ocs"));
		await server.kill();
		try {
			const { code, told } = await check(graft);
			expect(code).toBe(5);
			expect(told).toMatchObject({ linked: true, state: "unreachable" });
			expect(told.problems.map((problem) => problem.code)).toEqual(["ocs/database-unreachable"]);
		} finally {
			await server.start();
		}
		expect(await check(graft)).toMatchObject({ code: 0, told: { state: "usable" } });
	});

	it("has its URL given by nobody as an argument, and repeats none", async () => {
		const secret = "mysql://ocs:s3cret@db/ocsweb";
		for (const args of [
			["database", "link", secret],
			["database", secret],
			["database", "link", `--url=${secret}`],
			["database", "link", `--url=mysql://ocs:a@s3cret@db/ocsweb`, "--debug"],
			["database", "link"],
		]) {
			const { code, stdout, stderr } = await instance.run(args);
			expect({ args, code }).toEqual({ args, code: 2 });
			expect(stdout + stderr).not.toContain("s3cret");
		}
	});
});
