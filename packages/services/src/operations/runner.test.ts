import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "@graft/core/connections/connection";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { type Instance, makeInstance, viewer } from "../../test/instance.ts";
import { local, ocsServer } from "../../test/ocs-server.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import type { Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import type { OperationEvent } from "../running/events.ts";
import { planServer } from "../servers/plan-server.ts";
import { cancelOperation } from "./cancel-operation.ts";
import { followOperation } from "./follow-operation.ts";
import { getOperation } from "./get-operation.ts";
import { listOperations } from "./list-operations.ts";
import { openRunner, type Runner } from "./runner.ts";
import { startOperation } from "./start-operation.ts";

let instance: Instance;
let runners: Runner[];
const faults: unknown[] = [];
beforeEach(async () => {
	instance = await makeInstance();
	runners = [];
	faults.length = 0;
	make();
});
afterEach(async () => {
	for (const runner of runners) await runner.stop();
	await instance.dispose();
	expect(faults).toEqual([]);
});

const { importFiles, at, home } = shorthands(() => instance);
const { conf, make, serverDir } = ocsServer(() => instance);

async function run(changes: Partial<Context> = {}): Promise<Runner> {
	const ctx = { ...(await instance.open()), ...changes };
	const runner = openRunner(ctx, { onFault: (error) => faults.push(error) });
	runners.push(runner);
	return runner;
}

const start = (kind: OperationKind, input: unknown) =>
	startOperation({ ctx: instance.ctx, input: { kind, input } });
const cancel = (operation: string) =>
	cancelOperation({ ctx: instance.ctx, input: { id: operation } });

async function followed(operation: string, after = 0): Promise<OperationEvent[]> {
	const events: OperationEvent[] = [];
	for await (const event of followOperation(instance.ctx, { id: operation, after }))
		events.push(event);
	return events;
}

async function installInput() {
	const input = { id, server: local, goal: "present" as const, serverDir: serverDir() };
	const { plan } = await planServer({ ctx: instance.ctx, input });
	return { ...input, planHash: plan.hash };
}

describe("an operation that was started", () => {
	it("waits, is done by a runner wherever that is, and is followed to its end", async () => {
		const bytes = makeZip(ocsFiles());
		const { id: operation } = await start("import", { bytes, fileName: "probe.zip" });
		const { operations } = await listOperations({ ctx: instance.ctx, input: { open: true } });
		expect(operations).toMatchObject([{ id: operation, state: "queued", runner: null }]);
		expect(readdirSync(home("asked"))).toEqual([operation]);
		const runner = await run();
		const events = await followed(operation);
		await runner.stop();
		expect(events.at(-1)).toMatchObject({
			kind: "end",
			data: { state: "done", outcome: "Version 1.0 was imported." },
		});
		expect(existsSync(at("probe", "install.php"))).toBe(true);
		expect(readdirSync(home("asked"))).toEqual([]);
		const detail = await getOperation({ ctx: instance.ctx, input: { id: operation.slice(0, 8) } });
		expect(detail).toMatchObject({ kind: "import", extensionId: "probe", actor: "alice" });
	});

	it("numbers its events, so that whoever comes late or comes back misses none and gets none twice", async () => {
		await importFiles(ocsFiles());
		const { id: operation } = await start("install", await installInput());
		await run();
		const all = await followed(operation);
		expect(all.map(({ number }) => number)).toEqual(all.map((_, index) => index + 1));
		expect(all.filter(({ kind }) => kind === "step").length).toBeGreaterThan(3);
		expect(await followed(operation, 3)).toEqual(all.slice(3));
		// From behind its end there is nothing but how it ended.
		expect(await followed(operation, all.length + 1_000)).toEqual(all.slice(-1));
		expect(existsSync(conf())).toBe(true);
	});

	it("shows the last of its events where only those are asked for", async () => {
		await importFiles(ocsFiles());
		const { id: operation } = await start("install", await installInput());
		await run();
		const all = (await followed(operation)).filter(({ kind }) => kind !== "end");
		const get = (mostEvents?: number) =>
			getOperation({ ctx: instance.ctx, input: { id: operation, mostEvents } });
		expect((await get()).events).toEqual(all);
		expect((await get(2)).events).toEqual(all.slice(-2));
		expect((await get(1_000)).events).toEqual(all);
	});

	it("tells how far it is with what takes long to send", async () => {
		const files = ocsFiles();
		const large = `${files["APACHE/Map.pm"]}# ${"-".repeat(2 * 1024 * 1024)}\n`;
		await importFiles({ ...files, "APACHE/Map.pm": large });
		const { id: operation } = await start("install", await installInput());
		await run();
		const events = await followed(operation);
		const progress = events.filter(({ kind }) => kind === "progress");
		expect(progress.length).toBeGreaterThan(3);
		expect(progress.at(-1)).toMatchObject({
			data: { text: "2.0 MiB of 2.0 MiB are on the server" },
		});
		expect(events.at(-1)).toMatchObject({ kind: "end", data: { state: "done" } });
	});

	it("is refused at once where that can be seen at once", async () => {
		await expect(start("activate", { id: "nobody" })).rejects.toMatchObject({ kind: "not-found" });
		await expect(start("activate", {})).rejects.toMatchObject({ kind: "usage" });
		await expect(start("nonsense" as never, {})).rejects.toMatchObject({ kind: "usage" });
		const asViewer = await instance.open(viewer);
		const input = { kind: "activate", input: { id } } as const;
		await expect(startOperation({ ctx: asViewer, input })).rejects.toMatchObject({
			kind: "refused",
		});
		expect(await instance.ctx.database.operation.count()).toBe(0);
	});

	it("tells what it was refused for, with all problems, and then its end", async () => {
		const files = { ...ocsFiles(), "install.php": "<?php broken(" };
		const { id: operation } = await start("import", { bytes: makeZip(files) });
		await run();
		const events = await followed(operation);
		expect(events.slice(0, -1).map(({ kind }) => kind)).toContain("problem");
		expect(events.at(-1)).toMatchObject({
			data: { state: "failed", failure: { kind: "refused" } },
		});
	});

	it("keeps secrets sealed as long as it is open, gives them to the verb, and then drops them", async () => {
		await importFiles(ocsFiles());
		const planned = await installInput();
		const server = { ...local, password: "hunter2", sudoPassword: "hunter3" };
		const { id: operation } = await start("install", { ...planned, server });
		const stored = async () =>
			JSON.stringify(
				await instance.ctx.database.operation.findUniqueOrThrow({ where: { id: operation } }),
			);
		expect(await stored()).not.toContain("hunter");
		expect(await stored()).toContain('"sealedSecrets":"1.');
		const seen: unknown[] = [];
		await run({
			connect: (given) => {
				seen.push(given);
				return instance.ctx.connect(given);
			},
		});
		await followed(operation);
		expect(seen).toContainEqual(server);
		expect(await stored()).toContain('"sealedSecrets":null');
	});

	it("goes on one by one on one extension, and beside each other on several", async () => {
		await importFiles(ocsFiles());
		const first = await start("activate", { id });
		const second = await start("deactivate", { id });
		await run();
		await Promise.all([followed(first.id), followed(second.id)]);
		const ended = async (operation: string) =>
			(await getOperation({ ctx: instance.ctx, input: { id: operation } })).endedAt?.getTime() ?? 0;
		expect(await ended(first.id)).toBeLessThanOrEqual(await ended(second.id));
		const [row] = await instance.ctx.database.extension.findMany();
		expect(row?.active).toBe(false);
	});
});

describe("whoever asked for an operation that waits", () => {
	const person = { id: "p1", name: "Grace", email: "grace@example.org" };
	const asGrace = { name: person.email, role: "administrator", personId: person.id } as const;

	/** She asks while no runner is there; `change` happens to her account before one is. */
	async function endAfter(change: () => Promise<unknown>) {
		await importFiles(ocsFiles());
		await instance.ctx.database.user.create({ data: { ...person, role: "administrator" } });
		const input = { kind: "activate", input: { id } } as const;
		const { id: operation } = await startOperation({ ctx: await instance.open(asGrace), input });
		await change();
		await run();
		const end = (await followed(operation)).at(-1);
		const row = await instance.ctx.database.extension.findUniqueOrThrow({ where: { id } });
		const audit = await instance.ctx.database.auditEvent.findMany();
		return { end, active: row.active, audit: audit.map(({ detail }) => detail) };
	}
	const where = { id: person.id };
	const users = () => instance.ctx.database.user;

	it("may still do so as the same account, whatever its name is now", async () => {
		const { end, active } = await endAfter(() => users().update({ where, data: { email: "g@x" } }));
		expect(end).toMatchObject({ data: { state: "done" } });
		expect(active).toBe(true);
	});

	it.each([
		[
			"is a viewer by then",
			() => users().update({ where, data: { role: "viewer" } }),
			"the role is viewer now",
		],
		[
			"is disabled by then",
			() => users().update({ where, data: { banned: true } }),
			"the account is disabled",
		],
		["is gone by then", () => users().delete({ where }), "the account was removed"],
	] as const)("is refused where she %s, and nothing is changed", async (_, change, why) => {
		const { end, active, audit } = await endAfter(change);
		const outcome = `grace@example.org asked for this, and may not change anything any more: ${why}. Nothing was changed.`;
		const failure = { kind: "refused", hint: "Ask an administrator to start it again." };
		expect(end).toMatchObject({ kind: "end", data: { state: "failed", outcome, failure } });
		expect(active).toBe(false);
		expect(audit).toEqual([`refused: ${why}`]);
	});
});

describe("cancelling", () => {
	/** Asks for the cancel while a file is being put, and goes on once the runner knows. */
	function cancellingConnect(operation: () => string): Context["connect"] {
		let isAsked = false;
		const heard = async () => {
			const beat = async () =>
				(await instance.ctx.database.operation.findUniqueOrThrow({ where: { id: operation() } }))
					.beatAt;
			for (let beats = 0; beats < 2; beats += 1) {
				const before = await beat();
				while ((await beat())?.getTime() === before?.getTime()) await pause(50);
			}
		};
		return async (server) => {
			const real: Connection = await instance.ctx.connect(server);
			return new Proxy(real, {
				get(target, name) {
					const value = Reflect.get(target, name, target);
					if (typeof value !== "function") return value;
					return async (...args: unknown[]) => {
						if (name === "rename" && String(args[1]).endsWith("probe.conf") && !isAsked) {
							isAsked = true;
							await cancel(operation());
							await heard();
						}
						return value.apply(target, args);
					};
				},
			});
		};
	}

	it("ends it before its next step, with everything put back", async () => {
		await importFiles(ocsFiles());
		const { id: operation } = await start("install", await installInput());
		await run({ connect: cancellingConnect(() => operation) });
		const events = await followed(operation);
		expect(events.at(-1)).toMatchObject({
			kind: "end",
			data: { state: "cancelled", failure: { kind: "cancelled" } },
		});
		expect(readdirSync(join(serverDir(), "plugins"))).toEqual([]);
		const detail = await getOperation({ ctx: instance.ctx, input: { id: operation } });
		expect(detail).toMatchObject({ state: "cancelled", cancelAskedBy: "alice" });
		expect(detail.outcome).toContain("rolled back");
		expect(await instance.ctx.database.lease.count()).toBe(0);
	});

	it("ends a check that is under way, which whoever follows has heard, with everything put back", async () => {
		const files = ocsFiles();
		const endless = `BEGIN { $| = 1; print "checking\\n"; sleep 300 }`;
		await importFiles({ ...files, "APACHE/Map.pm": `${files["APACHE/Map.pm"]}${endless}\n` });
		const { id: operation } = await start("install", {
			...(await installInput()),
			accept: ["ocs/map-code"],
		});
		await run();
		const events: OperationEvent[] = [];
		for await (const event of followOperation(instance.ctx, { id: operation })) {
			events.push(event);
			if (event.kind === "output" && event.data.text === "checking") await cancel(operation);
		}
		expect(events.at(-1)).toMatchObject({
			kind: "end",
			data: { state: "cancelled", failure: { kind: "cancelled" } },
		});
		expect(readdirSync(join(serverDir(), "plugins"))).toEqual([]);
		const { outcome } = await getOperation({ ctx: instance.ctx, input: { id: operation } });
		expect(outcome).toContain("rolled back");
	});

	it("ends at once what waits, and says each of the cases in which nothing can be cancelled", async () => {
		await importFiles(ocsFiles());
		const { id: operation } = await start("activate", { id });
		expect(await cancel(operation)).toEqual({ id: operation, state: "cancelled" });
		await expect(cancel(operation)).rejects.toMatchObject({
			message: expect.stringContaining("It has ended already: cancelled."),
		});
		await expect(cancel("nonsense")).rejects.toMatchObject({ kind: "not-found" });
		expect(await followed(operation)).toMatchObject([
			{ number: 1, kind: "end", data: { state: "cancelled" } },
		]);
	});

	it("tells who has asked for it before", async () => {
		await importFiles(ocsFiles());
		const { id: operation } = await start("activate", { id });
		await instance.ctx.queue.take("{}");
		expect(await cancel(operation)).toEqual({ id: operation, state: "cancelling" });
		await expect(cancel(operation)).rejects.toMatchObject({
			message: expect.stringMatching(/being cancelled already: alice asked for that at/),
		});
	});
});
