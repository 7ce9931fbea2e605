import { rmSync, writeFileSync } from "node:fs";
import { GraftError } from "@graft/core/domain/errors";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { local, ocsServer } from "../../test/ocs-server.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import type { Context } from "../context/context.ts";
import { listExtensions } from "../extensions/list-extensions.ts";
import { getStatus } from "./get-status.ts";

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

describe("getStatus", () => {
	test("has just the shape that scripts rely on", async () => {
		await importFiles(ocsFiles());
		await change("present");
		expect(await status({})).toEqual({
			format: 1,
			extensions: [
				{
					id,
					platform: "ocs-inventory",
					version: "1.0",
					active: false,
					database: { linked: false, state: null },
					agents: null,
					servers: [
						{
							server: "local",
							state: "in-sync",
							version: "1.0",
							files: [
								{ path: map(), state: "in-sync" },
								{ path: conf(), state: "in-sync" },
							],
							errors: null,
						},
					],
					repository: null,
					groups: null,
				},
			],
		});
	});

	test("tells drift and loss by content, and the list remembers it", async () => {
		await importFiles(ocsFiles());
		await change("present");
		writeFileSync(map(), "# touched\n1;\n");
		const [drifted] = (await status()).extensions;
		expect(drifted?.servers[0]).toMatchObject({ state: "drifted", version: null });
		expect(drifted?.servers[0]?.files).toContainEqual({ path: map(), state: "drifted" });
		const { extensions } = await listExtensions({ ctx: instance.ctx, input: {} });
		expect(extensions[0]?.servers).toMatchObject([{ state: "drifted" }]);

		rmSync(map());
		rmSync(conf());
		expect((await status()).extensions[0]?.servers[0]).toMatchObject({ state: "missing" });
	});

	test("looks at a server that is named, though nothing was ever installed there", async () => {
		await importFiles(ocsFiles());
		const { extensions } = await status({ id, server: local, serverDir: serverDir() });
		expect(extensions[0]?.servers).toMatchObject([{ server: "local", state: "missing" }]);
		expect((await status({ id })).extensions[0]?.servers).toEqual([]);
	});

	test("a database that cannot be reached is an answer, with the reason, beside the servers", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const { ctx } = instance;
		const linkUrls = new Map([["ocs-inventory", "mysql://ocs:s3cret@127.0.0.1:1/ocsweb"]]);
		const { extensions } = await getStatus({ ctx: { ...ctx, linkUrls }, input: {} });
		expect(extensions).toMatchObject([
			{
				active: false,
				database: { linked: true, state: "unreachable" },
				agents: null,
				servers: [{ state: "in-sync" }],
			},
		]);
		expect(extensions[0]?.database.reason).toContain("127.0.0.1");
		expect(JSON.stringify(extensions)).not.toContain("s3cret");
	});

	test("a server that cannot be reached is an answer, with the reason, beside the others", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const { database } = instance.ctx;
		const address = { address: "ssh://root@127.0.0.1:1" };
		await database.server.create({
			data: { id: "gone", label: address.address, address, createdAt: new Date() },
		});
		const { serverId: _, operationId: __, ...known } = await database.receipt.findFirstOrThrow();
		await database.receipt.create({ data: { ...known, receipt: {}, serverId: "gone" } });
		const { extensions } = await status();
		expect(extensions[0]?.servers).toMatchObject([
			{ server: "local", state: "in-sync" },
			{ server: address.address, state: "unreachable", files: [] },
		]);
		expect(extensions[0]?.servers[1]?.reason).toContain("127.0.0.1");
	});

	test("says the same of a server that is named as of one that is known, wherever its folder is", async () => {
		await importFiles(ocsFiles());
		await change("present");
		const [known] = (await status()).extensions;
		expect((await status({ id, server: local })).extensions).toEqual([known]);
		expect((await status({ server: local })).extensions).toEqual([known]);
	});

	test("shows another version as that, also where its files are the same, until this one is put there", async () => {
		await importFiles(ocsFiles({ version: "2.4" }));
		await change("present");
		await importFiles(ocsFiles());
		const other = { server: "local", state: "other-version", version: "2.4" };
		const listed = async () => (await listExtensions({ ctx: instance.ctx, input: {} })).extensions;
		expect((await listed())[0]?.servers).toMatchObject([other]);
		expect((await status()).extensions[0]?.servers).toMatchObject([other]);
		expect(await change("present")).toMatchObject({ changed: false });
		expect((await status()).extensions[0]?.servers).toMatchObject([
			{ state: "in-sync", version: "1.0" },
		]);
		await importFiles({
			...ocsFiles({ version: "3.0" }),
			"APACHE/Map.pm": `${ocsFiles()["APACHE/Map.pm"]}#\n`,
		});
		expect((await status()).extensions[0]?.servers).toMatchObject([
			{ state: "other-version", version: "1.0" },
		]);
		writeFileSync(map(), "# touched\n1;\n");
		expect((await status()).extensions[0]?.servers).toMatchObject([{ state: "drifted" }]);
	});

	test("tells a server that lets nobody look from one that does not answer, and goes on with the next extension", async () => {
		await importFiles(ocsFiles());
		await change("present");
		await importFiles(ocsFiles({ id: "second" }));
		const { database } = instance.ctx;
		const { extensionId: _, operationId: __, ...known } = await database.receipt.findFirstOrThrow();
		const lost = { ...known, receipt: {}, extensionId: "second", serverDir: "/nowhere" };
		await database.receipt.create({ data: lost });
		const states = async (refusal: GraftError | undefined) => {
			const connect: Context["connect"] = async (server) => {
				if (refusal !== undefined) throw refusal;
				return instance.ctx.connect(server);
			};
			const { extensions } = await getStatus({ ctx: { ...instance.ctx, connect }, input: {} });
			return extensions.map(({ servers }) => servers[0]?.state);
		};
		expect(await states(undefined)).toEqual(["in-sync", "unreadable"]);
		for (const kind of ["unreachable", "refused", "host-key"] as const)
			expect(await states(new GraftError(kind, "no"))).toEqual([kind, kind]);
		const bug = new TypeError("a bug of ours") as unknown as GraftError;
		await expect(states(bug)).rejects.toBe(bug);
	});
});
