import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import type { Goal } from "@graft/core/domain/plan";
import { sqlitePath } from "@graft/database/sqlite-file";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { local, ocsServer } from "../../test/ocs-server.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import { importArchive } from "../archives/import-archive.ts";
import type { Context } from "../context/context.ts";
import { forgetExtension } from "../extensions/forget-extension.ts";
import { getExtension } from "../extensions/get-extension.ts";
import { applyPlan } from "./apply-plan.ts";
import { getStatus } from "./get-status.ts";
import { planArchive } from "./plan-archive.ts";
import { planServer } from "./plan-server.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
	make();
});
afterEach(() => instance.dispose());

const { importFiles } = shorthands(() => instance);
const { serverDir, conf, map, make, change } = ocsServer(() => instance);

const status = (input: Parameters<typeof getStatus>[0]["input"] = { id }) =>
	getStatus({ ctx: instance.ctx, input });

describe("planServer and applyPlan", () => {
	test("install what was shown, then there is nothing left to do", async () => {
		await importFiles(ocsFiles());
		const { changed, receipt, operation } = await change("present");
		expect(changed).toBe(true);
		expect(receipt?.files.map(({ path }) => path)).toEqual([map(), conf()]);
		expect(readFileSync(conf(), "utf8")).toBe(ocsFiles()["APACHE/probe.conf"]);
		expect(readdirSync(serverDir()).sort()).toEqual(["perl", "plugins"]);

		expect(await change("present")).toMatchObject({ changed: false });
		const { operations, servers } = await getExtension({ ctx: instance.ctx, input: { id } });
		expect(servers).toMatchObject([{ server: "local", state: "in-sync", version: "1.0" }]);
		const install = operations.find((each) => each.id === operation.id);
		expect(install).toMatchObject({ kind: "install", state: "done", server: "local" });
		expect(install?.lines.length).toBeGreaterThan(1);
	});

	test("the folder that was named once is known when the extension is to go", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const input = { id, server: local, goal: "absent" } as const;
		const { plan } = await planServer({ ctx: instance.ctx, input });
		expect(plan.steps.map(({ target }) => target)).toContain(conf());
		await applyPlan({ ctx: instance.ctx, input: { ...input, planHash: plan.hash } });
		expect(existsSync(conf())).toBe(false);
	});

	test("planning writes nothing, here or there", async () => {
		await importFiles(ocsFiles());
		const { plan, problems } = await planServer({
			ctx: instance.ctx,
			input: { id, server: local, goal: "present", serverDir: serverDir() },
		});
		expect(plan.steps.length).toBeGreaterThan(0);
		expect(problems.map(({ code }) => code)).toContain("extension/not-active");
		expect(readdirSync(join(serverDir(), "plugins"))).toEqual([]);
		expect(await instance.ctx.database.server.count()).toBe(0);
	});

	test("what is wrong with the very files that the plan mends is no problem of its own", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const codes = async (goal: Goal) => {
			const input = { id, server: local, goal, serverDir: serverDir() };
			const { problems } = await planServer({ ctx: instance.ctx, input });
			return problems.map(({ code }) => code).filter((code) => code.startsWith("ocs/"));
		};
		writeFileSync(conf(), "\uFEFFnot a configuration");
		expect(await codes("present")).toEqual([]);
		expect(await codes("absent")).toEqual([]);
		await change("present");
		// The conf is as it should be, and its module is what the plan brings back.
		rmSync(map());
		expect(await codes("present")).toEqual([]);

		writeFileSync(join(serverDir(), "plugins", "stranger.conf"), "\uFEFFnot a configuration");
		expect(await codes("present")).toEqual(["ocs/server-conf-junk"]);
	});

	test("the plan of an archive is the plan of the extension that it becomes", async () => {
		const bytes = makeZip(ocsFiles());
		const shown = await planArchive({
			ctx: instance.ctx,
			input: { bytes, server: local, serverDir: serverDir() },
		});
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		await importArchive({ ctx: instance.ctx, input: { bytes } });
		const input = { id, server: local, goal: "present" as const, serverDir: serverDir() };
		const { changed } = await applyPlan({
			ctx: instance.ctx,
			input: { ...input, planHash: shown.plan.hash },
		});
		expect(changed).toBe(true);
	});

	test("a plan is refused when the server has changed since", async () => {
		await importFiles(ocsFiles());
		const input = { id, server: local, goal: "present" as const, serverDir: serverDir() };
		const { plan } = await planServer({ ctx: instance.ctx, input });
		mkdirSync(join(map(), ".."), { recursive: true });
		writeFileSync(map(), "1;");
		await expect(
			applyPlan({ ctx: instance.ctx, input: { ...input, planHash: plan.hash } }),
		).rejects.toMatchObject({ kind: "refused" });
		expect(existsSync(conf())).toBe(false);
		expect(readFileSync(map(), "utf8")).toBe("1;");
	});

	test("what the host's own loader refuses is put back, and remembered so", async () => {
		const files = ocsFiles();
		await importFiles({
			...files,
			"APACHE/Map.pm": `${files["APACHE/Map.pm"]}`.replace("use strict;", "use Graft::No::Such;"),
		});
		const { problems } = await planServer({
			ctx: instance.ctx,
			input: { id, server: local, goal: "present", serverDir: serverDir() },
		});
		const accept = problems.map(({ code }) => code);
		const input = { id, server: local, goal: "present" as const, serverDir: serverDir(), accept };
		const { plan } = await planServer({ ctx: instance.ctx, input });
		await expect(
			applyPlan({ ctx: instance.ctx, input: { ...input, planHash: plan.hash } }),
		).rejects.toMatchObject({ kind: "refused" });
		expect(readdirSync(join(serverDir(), "plugins"))).toEqual([]);
		const { operations, servers } = await getExtension({ ctx: instance.ctx, input: { id } });
		expect(operations[0]).toMatchObject({ kind: "install", state: "rolled-back" });
		expect(servers).toEqual([]);
	});

	test("a warning about the server part keeps it back until it is accepted, once", async () => {
		const files = ocsFiles();
		const php = `${files["install.php"]}`.replace("FSTYPE VARCHAR(64) DEFAULT NULL,", "");
		await importFiles({ ...files, "install.php": php });
		const input = { id, server: local, goal: "present" as const, serverDir: serverDir() };
		const { plan, problems } = await planServer({ ctx: instance.ctx, input });
		const open = problems.filter(({ severity }) => severity === "warning");
		expect(open.length).toBeGreaterThan(0);
		const applying = (accept: string[]) =>
			applyPlan({ ctx: instance.ctx, input: { ...input, accept, planHash: plan.hash } });
		await expect(applying([])).rejects.toMatchObject({ kind: "refused", problems: open });
		expect(existsSync(conf())).toBe(false);
		expect(await applying(open.map(({ code }) => code))).toMatchObject({ changed: true });
		await change("absent");
		expect(await change("present")).toMatchObject({ changed: true });
	});

	test("an extension whose folder came by hand is adopted when it is installed", async () => {
		await importFiles(ocsFiles());
		await instance.ctx.database.extension.deleteMany();
		await instance.ctx.database.archive.deleteMany();
		await change("present");
		expect(await getExtension({ ctx: instance.ctx, input: { id } })).toMatchObject({
			managed: true,
		});
	});

	test("an upgrade replaces what the older version put", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const newer = ocsFiles({ version: "2.0" });
		await importFiles({ ...newer, "APACHE/Map.pm": `# 2.0\n${newer["APACHE/Map.pm"]}` });
		const drifted = await status();
		expect(drifted.extensions[0]?.servers).toMatchObject([
			{ state: "other-version", version: "1.0" },
		]);
		await change("present");
		expect((await status()).extensions[0]?.servers).toMatchObject([
			{ state: "in-sync", version: "2.0" },
		]);
	});

	test("two at once: what is there is whole, and nothing is left behind", async () => {
		await importFiles(ocsFiles());
		const other = await instance.open();
		const results = await Promise.allSettled([change("present"), change("present", other)]);
		expect(results.some(({ status }) => status === "fulfilled")).toBe(true);
		for (const result of results) {
			if (result.status === "rejected") expect(result.reason).toBeInstanceOf(GraftError);
		}
		expect((await status()).extensions[0]?.servers).toMatchObject([{ state: "in-sync" }]);
		expect(readdirSync(serverDir()).sort()).toEqual(["perl", "plugins"]);
	});
});

describe("uninstalling", () => {
	test("leaves the server as it was, and lets the extension be removed", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const remove = () => forgetExtension({ ctx: instance.ctx, input: { id } });
		await expect(remove()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("local"),
		});
		expect(await change("absent")).toMatchObject({ changed: true, receipt: null });
		expect(readdirSync(join(serverDir(), "plugins"))).toEqual([]);
		expect(readdirSync(join(serverDir(), "perl"))).toEqual([]);
		expect(await remove()).toEqual({ id });
	});

	test("needs neither the folder nor the archive", async () => {
		const { sha256 } = await importFiles(ocsFiles());
		await change("present");
		rmSync(join(instance.env.EXTENSIONS_DIR, id), { recursive: true });
		rmSync(join(instance.env.GRAFT_HOME, "archives", `${sha256}.zip`));
		expect(await change("absent")).toMatchObject({ changed: true });
		expect(existsSync(conf())).toBe(false);
		expect(existsSync(map())).toBe(false);
	});

	test("works from the receipt alone, where this instance never heard of the extension", async () => {
		await importFiles(ocsFiles());
		await change("present");
		for (const table of ["receipt", "extension", "archive"] as const) {
			await (instance.ctx.database[table] as { deleteMany(): Promise<unknown> }).deleteMany();
		}
		rmSync(join(instance.env.EXTENSIONS_DIR, id), { recursive: true });
		expect(await change("absent")).toMatchObject({ changed: true });
		expect(existsSync(conf())).toBe(false);
	});

	test("says so where nobody knows the extension, here or there", async () => {
		await expect(change("absent")).rejects.toMatchObject({ kind: "not-found" });
	});
});

describe("connections", () => {
	/** The real local connection, until the test cuts it. */
	function cutting(calls: number): { ctx: Context; opened: () => number } {
		let opened = 0;
		const connect: Context["connect"] = async (server) => {
			const real = await instance.ctx.connect(server);
			opened += 1;
			return opened === 1 ? cutAfter(real, calls) : real;
		};
		return { ctx: { ...instance.ctx, connect }, opened: () => opened };
	}

	function cutAfter(real: Connection, calls: number): Connection {
		let left = calls;
		return new Proxy(real, {
			get(target, name, receiver) {
				const value = Reflect.get(target, name, receiver);
				if (typeof value !== "function" || name === "close") return value;
				return (...args: unknown[]) => {
					left -= 1;
					if (left < 0) return Promise.reject(new GraftError("unreachable", "the line is dead"));
					return value.apply(target, args);
				};
			},
		});
	}

	test("one that drops before anything was half done is opened once more", async () => {
		await importFiles(ocsFiles());
		const { plan } = await planServer({
			ctx: instance.ctx,
			input: { id, server: local, goal: "present", serverDir: serverDir() },
		});
		const { ctx, opened } = cutting(3);
		const input = { id, server: local, goal: "present" as const, serverDir: serverDir() };
		const applied = await applyPlan({ ctx, input: { ...input, planHash: plan.hash } });
		expect(applied.changed).toBe(true);
		expect(opened()).toBe(2);
	});

	test("the way in is stored without its secrets, which reach no row and no log", async () => {
		await importFiles(ocsFiles());
		const secrets = {
			password: "s3cret-password",
			passphrase: "s3cret-phrase",
			sudoPassword: "s3cret-sudo",
		};
		const server = { address: "ssh://someone@127.0.0.1:1", sudo: true, ...secrets };
		await expect(
			applyPlan({
				ctx: instance.ctx,
				input: { id, server, goal: "present", planHash: "0".repeat(64) },
			}),
		).rejects.toMatchObject({ kind: "unreachable" });
		const stored = await instance.ctx.database.server.findFirstOrThrow();
		expect(stored.address).toEqual({ address: server.address, sudo: true });
		await instance.ctx.database.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
		const file = readFileSync(sqlitePath(instance.ctx.paths.databaseUrl), "latin1");
		expect(file).toContain("someone");
		expect(file).not.toContain("s3cret");
		expect(JSON.stringify(instance.reported)).not.toContain("s3cret");
	});

	test("an address that is none is refused before anything is stored", async () => {
		await importFiles(ocsFiles());
		const server = { address: "-oProxyCommand=id" };
		await expect(
			applyPlan({
				ctx: instance.ctx,
				input: { id, server, goal: "present", planHash: "0".repeat(64) },
			}),
		).rejects.toMatchObject({ kind: "usage" });
		expect(await instance.ctx.database.server.count()).toBe(0);
	});
});
