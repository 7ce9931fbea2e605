import { existsSync } from "node:fs";
import { GraftError } from "@graft/core/domain/errors";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { ocsServer } from "../../test/ocs-server.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import type { Context } from "../context/context.ts";
import { previewRemoval, removeExtension } from "../way/remove-extension.ts";
import { forgetServer, previewForget } from "./forget-server.ts";
import { listServers } from "./list-servers.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
	make();
	await importFiles(ocsFiles());
	await change("present");
});
afterEach(() => instance.dispose());

const { importFiles, at } = shorthands(() => instance);
const { conf, map, make, change } = ocsServer(() => instance);

/** As if the machine were gone for good. */
const gone = (): Context => ({
	...instance.ctx,
	connect: async () => {
		throw new GraftError("unreachable", "local does not answer", { hint: "Look at the cable." });
	},
});

test("what is on a server that is gone keeps an extension from going, until the server is forgotten", async () => {
	const ctx = gone();
	const wish = { id, reload: false };
	const blocked = await previewRemoval({ ctx, input: wish }).catch((error: unknown) => error);
	expect(blocked).toMatchObject({
		kind: "unreachable",
		hint: "Look at the cable. If it is gone for good: install-plugin server forget local",
	});

	const input = { address: "local" };
	const staying = [{ id, version: "1.0", state: "in-sync", files: [map(), conf()] }];
	expect(await previewForget({ ctx, input })).toMatchObject({
		server: "local",
		extensions: staying,
	});
	expect(await listServers({ ctx, input: {} })).toHaveLength(1);
	expect(await forgetServer({ ctx, input })).toMatchObject({ extensions: staying });
	expect(await listServers({ ctx, input: {} })).toEqual([]);
	const [event] = await ctx.database.auditEvent.findMany();
	expect(event).toMatchObject({ actor: "alice", target: "local", detail: `${id} 1.0` });

	const { hash } = await previewRemoval({ ctx, input: wish });
	await removeExtension({ ctx, input: { ...wish, planHash: hash } });
	expect(existsSync(at(id))).toBe(false);
	expect(existsSync(conf())).toBe(true);
});

test("a server that nobody knows is refused with those that are known", async () => {
	const input = { address: "ssh://root@elsewhere" };
	await expect(forgetServer({ ctx: instance.ctx, input })).rejects.toMatchObject({
		kind: "not-found",
		hint: "Known are: local.",
	});
});

test("a server at which somebody works is not forgotten", async () => {
	const { database } = instance.ctx;
	const [{ process } = { process: "" }] = await database.operation.findMany();
	const server = await database.server.findFirstOrThrow();
	const about = { id: "1", kind: "install", extensionId: id, actor: "bob", process };
	const data = { ...about, state: "running", startedAt: new Date(), serverId: server.id };
	await database.operation.create({ data });
	await expect(
		forgetServer({ ctx: instance.ctx, input: { address: "local" } }),
	).rejects.toMatchObject({
		kind: "refused",
		message: expect.stringContaining("install of probe by bob"),
	});
	expect(await database.receipt.count()).toBe(1);
	expect(await database.auditEvent.count()).toBe(0);
});
