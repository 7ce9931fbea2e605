import { existsSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { ocsServer } from "../../test/ocs-server.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import type { Context } from "../context/context.ts";
import { getExtension } from "../extensions/get-extension.ts";

let instance: Instance;
const told: string[] = [];
beforeEach(async () => {
	told.length = 0;
	instance = await makeInstance();
	make();
	await importFiles(ocsFiles());
});
afterEach(() => instance.dispose());

const { importFiles } = shorthands(() => instance);
const { conf, make, change } = ocsServer(() => instance);

/** As the instance's own, but it hears of each event. */
const heard = (hear: (text: string) => void): Context => ({
	...instance.ctx,
	report: ({ text }) => {
		told.push(text);
		hear(text);
	},
});

/** The place of the database refuses this from now on. */
const refuse = (what: string) =>
	instance.ctx.database.$executeRawUnsafe(
		`CREATE TRIGGER refused BEFORE ${what} BEGIN SELECT RAISE(ABORT, 'no room'); END`,
	);

const installed = async () => {
	const { operations } = await getExtension({ ctx: instance.ctx, input: { id } });
	return operations.find(({ kind }) => kind === "install");
};

describe("an operation whose log cannot be kept", () => {
	test("is done all the same, and says so", async () => {
		await refuse("INSERT ON OperationEvent");
		const { changed } = await change(
			"present",
			heard(() => undefined),
		);
		expect(changed).toBe(true);
		expect(existsSync(conf())).toBe(true);
		expect(await installed()).toMatchObject({ state: "done", lines: [] });
		expect(told.at(-1)).toMatch(/^\d+ lines of this operation's log could not be kept: ./);
	});

	test("keeps every line, in order, where another process holds the database for a while", async () => {
		const other = (await instance.open()).database;
		let held: Promise<unknown> | undefined;
		const hold = async () => {
			await other.$executeRawUnsafe("BEGIN EXCLUSIVE");
			await new Promise((done) => setTimeout(done, 3_000));
			await other.$executeRawUnsafe("COMMIT");
		};
		const ctx = heard((text) => {
			if (text.startsWith("put ")) held ??= hold();
		});
		expect(await change("present", ctx)).toMatchObject({ changed: true });
		expect(held).toBeDefined();
		await held;
		const { lines = [], state } = (await installed()) ?? {};
		expect(state).toBe("done");
		expect(lines.map(({ text }) => text)).toEqual(told);
	});

	test("goes on where whoever listened has gone", async () => {
		const deaf = await instance.open();
		const ctx = { ...deaf, leases: [] };
		instance.reported.push = () => {
			throw new Error("gone");
		};
		expect(await change("present", ctx)).toMatchObject({ changed: true });
		expect(await installed()).toMatchObject({ state: "done" });
	});
});

test("what is done on a server and cannot be written down is told as that, and can be run again", async () => {
	await refuse("UPDATE OF state ON Operation WHEN NEW.state = 'done'");
	await expect(change("present")).rejects.toMatchObject({
		kind: "partly-done",
		message: expect.stringMatching(/was installed on local\. But Graft could not record that/),
	});
	expect(existsSync(conf())).toBe(true);
	expect(await installed()).toMatchObject({ state: "failed" });
	expect(await instance.ctx.database.lease.count()).toBe(0);
	await instance.ctx.database.$executeRawUnsafe("DROP TRIGGER refused");
	expect(await change("present")).toMatchObject({ changed: false });
	const { servers } = await getExtension({ ctx: instance.ctx, input: { id } });
	expect(servers).toMatchObject([{ server: "local", state: "in-sync" }]);
});
