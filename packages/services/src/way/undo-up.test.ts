import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { importArchive } from "../archives/import-archive.ts";
import type { Context } from "../context/context.ts";
import { listExtensions } from "../extensions/list-extensions.ts";
import { listOperations } from "../operations/list-operations.ts";
import { settleLeftOperations } from "../operations/runner.ts";
import { performOperation } from "../operations/start-operation.ts";
import { performUndo, previewUndo, undoOperation } from "../operations/undo-operation.ts";
import { thisProcess } from "../running/process-identity.ts";
import { applyPlan } from "../servers/apply-plan.ts";
import { planServer } from "../servers/plan-server.ts";
import { previewUp } from "./up-extension.ts";

const id = "heartbeat";
let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
	for (const name of ["one", "two"]) mkdirSync(serverDir(name));
});
afterEach(() => instance.dispose());

const serverDir = (name: string) => join(instance.root, name);
const archive = (version: string) => ({
	fileName: `${version}.zip`,
	bytes: makeZip({
		...panoptesFiles({ version }),
		"heartbeat.py": `${panoptesFiles()["heartbeat.py"]}\n# ${version}\n`,
	}),
});

/** Both names are folders of this machine that Panoptes would scan. */
async function up(subject: { id: string } | ReturnType<typeof archive>, ...names: string[]) {
	const { ctx } = instance;
	const servers = names.map((name) => ({
		server: { address: "local" },
		serverDir: serverDir(name),
	}));
	const wish = { subject, servers, reload: false };
	const { problems } = await previewUp({ ctx, input: wish });
	const accept = problems.map(({ code }) => code);
	const { hash } = await previewUp({ ctx, input: { ...wish, accept } });
	let operation = "";
	const begun = (started: string) => {
		operation = started;
	};
	await performOperation(ctx, "up", { ...wish, accept, planHash: hash }, { begun });
	return operation;
}

async function agreedTo(operation: string) {
	const { hash } = await previewUndo({ ctx: instance.ctx, input: { id: operation } });
	return { id: operation, planHash: hash };
}
const undo = async (operation: string, ctx: Context = instance.ctx) =>
	performUndo(ctx, await agreedTo(operation), {});
const latest = async () => {
	const [first] = (await listOperations({ ctx: instance.ctx, input: {} })).operations;
	return first;
};
/** The version that Panoptes would load there. */
const there = (name: string) => {
	const path = join(serverDir(name), id, `${id}.panoptes-plugin`);
	return existsSync(path) ? /Version = (\S+)/.exec(readFileSync(path, "utf8"))?.[1] : undefined;
};
const here = async () => {
	const { extensions } = await listExtensions({ ctx: instance.ctx, input: {} });
	return extensions.map(({ version, active }) => ({ version, active }));
};

describe("undoing an installation of all places", () => {
	it("leaves nothing of one that was new, in any place", async () => {
		const operation = await up(archive("1.0"), "one", "two");
		expect([there("one"), there("two")]).toEqual(["1.0", "1.0"]);
		await undo(operation);
		expect([there("one"), there("two")]).toEqual([undefined, undefined]);
		expect(readdirSync(instance.env.EXTENSIONS_DIR)).toEqual([]);
		expect(await latest()).toMatchObject({
			...{ kind: "undo-up", state: "done", undoOf: operation },
			outcome: "All that it had changed was undone.",
		});
		await expect(undo(operation)).rejects.toThrow(/Something came after it: undo-up/);
	});

	it("puts each server back to what stood there, and the folder to the version before", async () => {
		const first = await up(archive("1.0"), "one");
		const second = await up(archive("2.0"), "one", "two");
		await expect(undo(first)).rejects.toThrow(/Something came after it: up by alice/);
		await undo(second);
		expect([there("one"), there("two")]).toEqual(["1.0", undefined]);
		expect(await here()).toEqual([{ version: "1.0", active: true }]);
		const { plan } = await planServer({
			ctx: instance.ctx,
			input: { id, server: { address: "local" }, serverDir: serverDir("one"), goal: "present" },
		});
		expect(plan.steps).toEqual([]);
		// What was undone, and what undid it, came after the first one for nothing.
		await undo(first);
		expect(there("one")).toBeUndefined();
		expect(await here()).toEqual([]);
	});

	it("keeps the folder where that was here before it", async () => {
		await importArchive({ ctx: instance.ctx, input: archive("1.0") });
		await undo(await up({ id }, "one"));
		expect(there("one")).toBeUndefined();
		expect(await here()).toEqual([{ version: "1.0", active: false }]);
	});

	it("is refused where something came after it, and names that", async () => {
		const operation = await up(archive("1.0"), "one");
		await performOperation(instance.ctx, "deactivate", { id });
		await expect(undo(operation)).rejects.toThrow(/Something came after it: deactivate by alice/);
		expect(there("one")).toBe("1.0");
	});

	it("says what is left where a place fails, and goes on from there", async () => {
		const operation = await up(archive("1.0"), "one", "two");
		// The second server is put back first; by then the first one cannot be reached any more.
		const connect: Context["connect"] = (server) => {
			if (there("two") !== undefined) return instance.ctx.connect(server);
			return Promise.reject(new GraftError("unreachable", "The line is cut."));
		};
		await expect(undo(operation, { ...instance.ctx, connect })).rejects.toMatchObject({
			kind: "partly-done",
			message: expect.stringMatching(
				/line is cut.*Done before that: it is uninstalled from local.*Not done: its server part on local; its activation; its folder/s,
			),
			hint: expect.stringContaining("Run it again"),
		});
		expect(await latest()).toMatchObject({ kind: "undo-up", state: "failed" });
		expect([there("one"), there("two")]).toEqual(["1.0", undefined]);
		await undo(operation);
		expect(there("one")).toBeUndefined();
		expect(await here()).toEqual([]);
	});

	it("says what it does before it is agreed to, and does nothing else", async () => {
		const { ctx } = instance;
		const operation = await up(archive("1.0"), "one", "two");
		const { says } = await previewUndo({ ctx, input: { id: operation } });
		expect(says).toEqual([
			"it is uninstalled from local",
			"it is uninstalled from local",
			"it is no longer active",
			"its folder is removed; its archives are kept",
		]);
		const another = { ...(await agreedTo(operation)), planHash: "0".repeat(64) };
		await expect(performUndo(ctx, another, {})).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("not what you agreed to"),
		});
		expect(there("one")).toBe("1.0");
	});

	it("goes on after its process died, from what was done by then", async () => {
		const { ctx } = instance;
		const operation = await up(archive("1.0"), "one", "two");
		const { id: undoing } = await undoOperation({ ctx, input: await agreedTo(operation) });
		const dead = JSON.stringify({ ...JSON.parse(thisProcess()), pid: 2 ** 30 });
		await ctx.queue.take(dead);
		await uninstall("two");
		await settleLeftOperations(ctx);
		const { operations } = await listOperations({ ctx, input: {} });
		expect(operations.find((each) => each.id === undoing)).toMatchObject({ state: "done" });
		expect([there("one"), there("two")]).toEqual([undefined, undefined]);
		expect(await here()).toEqual([]);
	});

	it("is rolled back where its process died before anything of it was done", async () => {
		const { ctx } = instance;
		const operation = await up(archive("1.0"), "one");
		const { id: undoing } = await undoOperation({ ctx, input: await agreedTo(operation) });
		const dead = JSON.stringify({ ...JSON.parse(thisProcess()), pid: 2 ** 30 });
		await ctx.queue.take(dead);
		await settleLeftOperations(ctx);
		const { operations } = await listOperations({ ctx, input: {} });
		expect(operations.find((each) => each.id === undoing)).toMatchObject({ state: "rolled-back" });
		expect(there("one")).toBe("1.0");
	});

	async function uninstall(name: string): Promise<void> {
		const { ctx } = instance;
		const server = { address: "local" };
		const change = { id, server, serverDir: serverDir(name), goal: "absent" } as const;
		const { plan } = await planServer({ ctx, input: change });
		await applyPlan({ ctx, input: { ...change, planHash: plan.hash } });
	}
});
