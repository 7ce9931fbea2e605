import { afterEach, beforeEach, expect, it } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { importArchive } from "../archives/import-archive.ts";
import type { Context } from "../context/context.ts";
import { forgetExtension } from "../extensions/forget-extension.ts";
import { withLease } from "./lease.ts";
import { thisProcess } from "./process-identity.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
	await importArchive({ ctx: instance.ctx, input: { bytes: makeZip(ocsFiles()) } });
});
afterEach(() => instance.dispose());

const later = (ctx: Context, seconds: number): Context => ({
	...ctx,
	clock: () => new Date(Date.now() + seconds * 1_000),
});

/** Held by a process of another machine, which nobody here can look for. */
async function holdElsewhere(): Promise<void> {
	const process = JSON.stringify({ ...JSON.parse(thisProcess()), machine: "another", host: "far" });
	const since = new Date();
	await instance.ctx.database.lease.create({
		data: {
			...{ extensionId: "probe", kind: "install", holder: "far", actor: "bob", process },
			...{ since, beatAt: since },
		},
	});
}

it("keeps everybody else out while its holder gives signs of life, and says who that is", async () => {
	await holdElsewhere();
	await expect(
		forgetExtension({ ctx: instance.ctx, input: { id: "probe" } }),
	).rejects.toMatchObject({
		kind: "refused",
		message: expect.stringMatching(
			/probe is being worked on: install by bob since .* on far\).*sign of life/,
		),
	});
	expect(await instance.ctx.database.extension.count()).toBe(1);
});

it("is free once its holder was silent for long, wherever that runs", async () => {
	await holdElsewhere();
	await forgetExtension({ ctx: later(instance.ctx, 121), input: { id: "probe" } });
	expect(await instance.ctx.database.extension.count()).toBe(0);
	expect(await instance.ctx.database.lease.count()).toBe(0);
});

it("is known to be lost by a holder that was held up for so long", async () => {
	const asked = { extensionId: "probe", kind: "install" };
	await withLease(instance.ctx, asked, async ({ leases }) => {
		const [held] = leases ?? [];
		expect(await held?.isHeld()).toBe(true);
		await instance.ctx.database.lease.deleteMany();
		await holdElsewhere();
		expect(await held?.isHeld()).toBe(false);
		await expect(held?.renew()).rejects.toMatchObject({ code: "P2025" });
	});
	// Who took it over keeps it.
	expect(await instance.ctx.database.lease.findMany()).toMatchObject([{ holder: "far" }]);
});
