import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { importArchive } from "@graft/services/archives/import-archive";
import { inspectArchive } from "@graft/services/archives/inspect-archive";
import { reportArchive } from "@graft/services/archives/report-archive";
import type { Context } from "@graft/services/context/context";
import {
	activateExtension,
	previewActivation,
} from "@graft/services/extensions/activate-extension";
import { deactivateExtension } from "@graft/services/extensions/deactivate-extension";
import { forgetExtension, previewForgetting } from "@graft/services/extensions/forget-extension";
import { getExtension } from "@graft/services/extensions/get-extension";
import { listExtensions } from "@graft/services/extensions/list-extensions";
import { applyPlan } from "@graft/services/servers/apply-plan";
import { planServer } from "@graft/services/servers/plan-server";
import { exportExtensionTables } from "@graft/services/tables/export-extension-tables";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { shownInspection } from "../../packages/services/src/tasks/shown-inspection.ts";
import { type Instance, makeInstance } from "../../packages/services/test/instance.ts";
import { type OcsSample, ocsFiles } from "../builders/ocs-files.ts";
import type { Files } from "../builders/tree.ts";
import { makeZip } from "../builders/zip.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";

const about = noOcsSchema === undefined ? "" : ` (left out: ${noOcsSchema})`;
const id = "probe";

describe.skipIf(noOcsSchema)(`the verbs on OCS's own database${about}`, () => {
	let server: Mariadb;
	let graft: Instance;
	let ctx: Context;
	const ocs = (statements: string) => server.root(statements, "ocsweb");
	const bring = (sample: OcsSample = {}, files: Files = {}) =>
		importArchive({ ctx, input: { bytes: makeZip({ ...ocsFiles(sample), ...files }) } });
	const folder = (name: string) => join(graft.env.EXTENSIONS_DIR, name);
	const byHand = (name: string, files: Files) => {
		for (const [path, content] of Object.entries(files)) {
			mkdirSync(dirname(join(folder(name), path)), { recursive: true });
			writeFileSync(join(folder(name), path), content);
		}
	};

	beforeAll(async () => {
		server = await startMariadb();
		await makeOcsDatabase(server, "ocsweb");
		await server.root(
			"create user 'ocs'@'127.0.0.1' identified by 'x'; grant all on ocsweb.* to 'ocs'@'127.0.0.1'",
		);
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		graft = await makeInstance();
		ctx = {
			...graft.ctx,
			linkUrls: new Map([["ocs-inventory", server.url("ocs", "x", "ocsweb")]]),
		};
	});
	afterEach(async () => {
		await graft.dispose();
		await ocs(
			"drop trigger if exists stays; drop table if exists probe, shared; delete from extensions",
		);
	});

	it("leave a table alone that another extension has, or had and left with its rows", async () => {
		await bring({ id: "first", table: "shared" });
		await activateExtension({ ctx, input: { id: "first" } });
		await ocs("insert into shared (HARDWARE_ID) values (1)");
		await forgetExtension({ ctx, input: { id: "first" } });

		await bring({ id: "second", table: "shared" });
		const wish = { ctx, input: { id: "second" } };
		const { plan } = await previewActivation(wish);
		expect(plan?.problems).toMatchObject([{ message: expect.stringContaining("first") }]);
		const refused = { kind: "refused", problems: [{ code: "ocs/table-taken" }] };
		await expect(activateExtension(wish)).rejects.toMatchObject(refused);
		expect(
			(await previewForgetting({ ctx, input: { id: "second", dropTables: true } })).tables,
		).toEqual([]);
		expect(await ocs("select count(*) from shared")).toEqual([["1"]]);

		await ocs("drop table shared");
		expect(await activateExtension(wish)).toMatchObject({ changed: true });
	});

	it("leave an active extension its table, whoever else names it in a folder that came by hand", async () => {
		await bring({ id: "first", table: "shared" });
		await activateExtension({ ctx, input: { id: "first" } });
		byHand("second", ocsFiles({ id: "second", table: "shared" }));
		const { tables } = await previewForgetting({ ctx, input: { id: "first", dropTables: true } });
		expect(tables.map(({ table }) => table)).toEqual(["shared"]);
		await expect(activateExtension({ ctx, input: { id: "second" } })).rejects.toMatchObject({
			kind: "refused",
		});
	});

	it("claim no table that stood there before, but for a yes that names it", async () => {
		await ocs("create table shared (ID int, PAY int); insert into shared values (1, 7), (2, 8)");
		await bring({ table: "shared" });
		const stood = {
			code: "ocs/table-stood-before",
			message: expect.stringMatching(/shared.*2 rows/),
		};
		const { plan } = await previewActivation({ ctx, input: { id } });
		expect(plan?.problems).toMatchObject([stood]);
		await expect(activateExtension({ ctx, input: { id } })).rejects.toMatchObject({
			kind: "refused",
			problems: [stood],
		});
		const removal = await previewForgetting({ ctx, input: { id, dropTables: true } });
		expect(removal.tables).toEqual([]);
		expect(removal.plan?.kept).toMatchObject([{ table: "shared" }]);
		await forgetExtension({ ctx, input: { id, dropTables: true } });
		expect(await ocs("select PAY from shared")).toEqual([["7"], ["8"]]);

		await bring({ table: "shared" });
		await activateExtension({ ctx, input: { id, accept: ["ocs/table-stood-before"] } });
		await deactivateExtension({ ctx, input: { id } });
		expect(await activateExtension({ ctx, input: { id } })).toMatchObject({ changed: true });
		await forgetExtension({ ctx, input: { id, dropTables: true } });
		expect(await ocs("show tables like 'shared'")).toEqual([]);
	});

	it("let a later version claim none either, and forget what is gone", async () => {
		await bring();
		await activateExtension({ ctx, input: { id } });
		await ocs("create table shared (ID int)");
		await bring({ version: "2.0", table: "shared" });
		const refused = { kind: "refused", problems: [{ code: "ocs/table-stood-before" }] };
		await expect(activateExtension({ ctx, input: { id } })).rejects.toMatchObject(refused);
		await forgetExtension({ ctx, input: { id, dropTables: true } });
		expect(await ocs("show tables like 'shared'")).toEqual([["shared"]]);
		expect(await ocs("show tables like 'probe'")).toEqual([]);

		await ocs("create table probe (ID int)");
		await bring();
		await expect(activateExtension({ ctx, input: { id } })).rejects.toMatchObject(refused);
	});

	it("take what OCS's console made active for the extension's own", async () => {
		await bring();
		await ocs(
			"create table probe (ID int); insert into extensions (id, name, version) values ('probe', 'p', 1)",
		);
		expect(await activateExtension({ ctx, input: { id } })).toMatchObject({ changed: true });
	});

	it("warn of what OCS took over once only where the linked database is of that version", async () => {
		const sample = { id: "unixusers" };
		const bytes = makeZip(ocsFiles(sample));
		const told = async (here: Context) => {
			const inspection = await inspectArchive({ ctx: here, input: { bytes } });
			const { json } = await reportArchive({ ctx: here, input: { bytes } });
			expect(Buffer.from(json).toString()).toBe(JSON.stringify(shownInspection(inspection)));
			const { problems } = inspection;
			return problems.map(({ code }) => code).sort();
		};
		const both = ["ocs/section-of-ocs", "ocs/table-adopted"];
		const [version] = await ocs("select TVALUE from config where NAME = 'GUI_VERSION'");
		const ofVersion = (number: string) =>
			ocs(`update config set TVALUE = '${number}' where NAME = 'GUI_VERSION'`);
		try {
			expect(await told(graft.ctx)).toEqual(both);
			await ofVersion("7039");
			expect(await told(ctx)).toEqual(both);
			await ofVersion("7067");
			expect(await told(ctx)).toEqual([]);
			await bring(sample);
			const listed = async (here: Context) =>
				(await listExtensions({ ctx: here, input: {} })).extensions.flatMap(({ problems }) =>
					problems.map(({ code }) => code),
				);
			const seen = async (here: Context) =>
				(await getExtension({ ctx: here, input: { id: "unixusers" } })).problems.length;
			expect([await listed(ctx), await seen(ctx)]).toEqual([[], 0]);
			expect((await listed(graft.ctx)).sort()).toEqual(both);
			expect(await seen(graft.ctx)).toBe(2);
			const gone = {
				...graft.ctx,
				linkUrls: new Map([["ocs-inventory", "mysql://ocs:x@127.0.0.1:1/ocsweb"]]),
			};
			expect(await told(gone)).toEqual(both);
		} finally {
			await ofVersion(version?.[0] ?? "");
		}
	});

	it("know the tables of a version that came before", async () => {
		await bring();
		await activateExtension({ ctx, input: { id } });
		await bring({ version: "2.0", table: "shared" });
		await activateExtension({ ctx, input: { id } });
		const { tables } = await previewForgetting({ ctx, input: { id } });
		expect(tables.map(({ table }) => table).sort()).toEqual(["probe", "shared"]);
		await forgetExtension({ ctx, input: { id, dropTables: true } });
		expect(await ocs("show tables like 'probe'")).toEqual([]);
		expect(await ocs("show tables like 'shared'")).toEqual([]);
	});

	it("take what came by hand out of OCS, whatever became of its folder", async () => {
		byHand(id, ocsFiles());
		await ocs("insert into extensions (id, name, version) values ('probe', 'p', 1)");
		expect(await getExtension({ ctx, input: { id } })).toMatchObject({ active: true, note: null });
		expect(await deactivateExtension({ ctx, input: { id } })).toEqual({ id, changed: true });
		expect(await ocs("select id from extensions")).toEqual([]);
		expect(await deactivateExtension({ ctx, input: { id } })).toEqual({ id, changed: false });

		// Adopted, so that its archive is kept; then somebody spoils the folder and forgets the row here.
		await activateExtension({ ctx, input: { id } });
		await graft.ctx.database.extension.deleteMany();
		byHand(id, { "install.php": "<?php (" });
		await forgetExtension({ ctx, input: { id, dropTables: true } });
		expect(await ocs("select id from extensions")).toEqual([]);
		expect(await ocs("show tables like 'probe'")).toEqual([]);
	});

	it("bring the folder back where the database does not let the row go", async () => {
		await bring();
		await activateExtension({ ctx, input: { id } });
		await ocs(
			"create trigger stays before delete on extensions for each row signal sqlstate '45000' set message_text = 'stays here'",
		);
		const wish = { ctx, input: { id, dropTables: true } };
		await expect(forgetExtension(wish)).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("stays here"),
		});
		expect(existsSync(join(folder(id), "install.php"))).toBe(true);
		expect(await ocs("select id from extensions")).toEqual([["probe"]]);
		const { extensions } = await listExtensions({ ctx, input: {} });
		expect(extensions).toMatchObject([{ id, active: true, managed: true }]);
		const { operations } = await getExtension({ ctx, input: { id } });
		expect(operations[0]).toMatchObject({ kind: "remove", state: "rolled-back" });
	});

	it("keep a server part back whose tables are not there, or not as it wants them: the server would answer 500", async () => {
		const serverDir = join(graft.root, "ocs");
		for (const name of ["plugins", "perl"]) mkdirSync(join(serverDir, name), { recursive: true });
		const place = { id, server: { address: "local" }, serverDir, goal: "present" } as const;
		const codes = async (instance = ctx) =>
			(await planServer({ ctx: instance, input: place })).problems.map(({ code }) => code);
		const install = async (accept: string[] = []) => {
			const { plan } = await planServer({ ctx, input: place });
			return applyPlan({ ctx, input: { ...place, accept, planHash: plan.hash } });
		};
		const refused = { kind: "refused", problems: [{ code: "ocs/tables-missing" }] };
		await bring();
		expect(await codes()).toEqual(["ocs/tables-missing", "extension/not-active"]);
		await expect(install()).rejects.toMatchObject(refused);
		expect(existsSync(join(serverDir, "plugins/probe.conf"))).toBe(false);
		await activateExtension({ ctx, input: { id } });
		expect(await codes()).toEqual([]);
		await install();

		const { "install.php": php, "APACHE/Map.pm": map } = ocsFiles({ version: "2.0" });
		const wider = {
			"install.php": String(php).replace("FSTYPE", "LABEL VARCHAR(20), FSTYPE"),
			"APACHE/Map.pm": String(map).replace("FSTYPE", "LABEL => {}, FSTYPE"),
		};
		await bring({ version: "2.0" }, wider);
		await expect(install()).rejects.toMatchObject(refused);
		const gone = {
			...ctx,
			linkUrls: new Map([["ocs-inventory", server.url("ocs", "wrong", "ocsweb")]]),
		};
		expect(await codes(gone)).toEqual(["ocs/tables-unknown"]);
		await activateExtension({ ctx, input: { id } });
		expect(await install()).toMatchObject({ changed: true });
		await deactivateExtension({ ctx, input: { id } });
		expect(await codes()).toEqual(["extension/not-active"]);

		await ocs("drop table probe");
		expect(await install()).toMatchObject({ changed: false });
		await bring({ version: "3.0" }, { "APACHE/Map.pm": `${map}# newer\n` });
		expect(await install(["ocs/tables-missing"])).toMatchObject({ changed: true });
	});

	it("refuse a plan for a database that is linked no more, and to drop what cannot be reached", async () => {
		await bring();
		const { plan } = await previewActivation({ ctx, input: { id } });
		const input = { id, plan: plan?.hash ?? "" };
		const alone = graft.ctx;
		await expect(activateExtension({ ctx: alone, input })).rejects.toThrow("out of date");
		const drop = { ctx: alone, input: { id, dropTables: true } };
		await expect(forgetExtension(drop)).rejects.toMatchObject({ kind: "usage" });
		await expect(exportExtensionTables({ ctx: alone, input: { id } })).rejects.toMatchObject({
			kind: "usage",
		});
		await expect(exportExtensionTables({ ctx, input: { id } })).rejects.toThrow("no tables");
	});
});
