import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { panoptesFiles } from "../../../../test/builders/panoptes-files.ts";
import type { Files } from "../../../../test/builders/tree.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { shorthands } from "../../test/shorthands.ts";
import { activateExtension } from "./activate-extension.ts";
import { listExtensions, type listExtensionsInput } from "./list-extensions.ts";

let instance: Instance;
const { at, importFiles, writeFolder } = shorthands(() => instance);

const list = (input: z.input<typeof listExtensionsInput> = {}) =>
	listExtensions({ ctx: instance.ctx, input });
const ids = async (input: z.input<typeof listExtensionsInput>) =>
	(await list(input)).extensions.map(({ id }) => id);

const named = (id: string, displayName: string): Files => {
	const files = ocsFiles({ id });
	const infos = JSON.parse(String(files["infos.json"]));
	return { ...files, "infos.json": JSON.stringify({ ...infos, displayName }) };
};

// Nothing below changes it.
beforeAll(async () => {
	instance = await makeInstance();
	await importFiles(named("winusers", "éclair of users"));
	await importFiles(named("office", "Zoo"));
	await importFiles({ ...named("certs", "Dates"), "hook.xml": "<hookstore>" });
	await importFiles(panoptesFiles());
	writeFolder("byhand", named("byhand", "eager"));
	writeFolder("broken-master", ocsFiles({ id: "broken" }));
	await activateExtension({ ctx: instance.ctx, input: { id: "winusers" } });
	writeFileSync(at("office", "README.md"), "changed");
	const { database } = instance.ctx;
	const seenAt = new Date();
	const receipt = { platform: "ocs-inventory", placeKey: "here", state: "in-sync", seenAt };
	await database.server.create({
		data: {
			...{ id: "one", label: "local", address: { address: "local" }, createdAt: seenAt },
			receipts: {
				create: [
					{ ...receipt, extensionId: "byhand", version: "0.9" },
					{ ...receipt, extensionId: "winusers", version: "1.0" },
				],
			},
		},
	});
});
afterAll(() => instance.dispose());

describe("the list", () => {
	test("has all of them by id where nothing is asked for", async () => {
		const { extensions, broken, found, total, managed } = await list();
		const all = extensions.map(({ id }) => id);
		expect(all).toEqual([...all].sort());
		expect(all).toEqual(expect.arrayContaining(["byhand", "certs", "office", "winusers"]));
		expect({ found, total, managed }).toEqual({ found: 5, total: 5, managed: 4 });
		expect(broken.map(({ folder }) => folder)).toEqual(["broken-master"]);
	});

	test("is sorted by name without case and accents, by what came last, and by what is wrong", async () => {
		const platform = "ocs-inventory";
		expect(await ids({ sort: "name", platform })).toEqual([
			"certs",
			"byhand",
			"winusers",
			"office",
		]);
		expect(await ids({ sort: "newest", platform })).toEqual([
			...["certs", "office", "winusers"],
			"byhand",
		]);
		const grave = (await list({ sort: "problems" })).extensions.map(
			({ problems }) => problems.filter(({ severity }) => severity !== "info").length,
		);
		expect(grave).toEqual([...grave].sort((one, other) => other - one));
		expect(grave[0]).toBeGreaterThan(0);
	});

	test("finds every word in any of id, name and description, whatever its case", async () => {
		expect(await ids({ search: "ÉCLAIR winu" })).toEqual(["winusers"]);
		expect(await ids({ search: "collects BYHAND" })).toEqual(["byhand"]);
		expect(await ids({ search: "nothing of this" })).toEqual([]);
		expect(await ids({ search: "%" })).toEqual([]);
	});

	test("shows what is asked for", async () => {
		expect(await ids({ state: "active" })).toEqual(["winusers"]);
		expect(await ids({ state: "inactive", platform: "ocs-inventory" })).toEqual([
			...["byhand", "certs", "office"],
		]);
		expect(await ids({ state: "servers" })).toEqual(["byhand", "winusers"]);
		// One with a warning, one that somebody changed, and one of another version on a server.
		expect(await ids({ state: "attention", platform: "ocs-inventory" })).toEqual([
			...["byhand", "certs", "office"],
		]);
	});

	test("is cut into pages that hold each of them once", async () => {
		const pages = await Promise.all(
			[1, 2, 3, 4].map((page) => list({ page, pageSize: 2, sort: "name" })),
		);
		expect(pages.map(({ extensions }) => extensions.length)).toEqual([2, 2, 1, 0]);
		expect(pages.map(({ found, total }) => [found, total])).toEqual(Array(4).fill([5, 5]));
		const all = pages.flatMap(({ extensions }) => extensions.map(({ id }) => id));
		expect(all).toEqual(await ids({ sort: "name" }));
	});

	test.each([{ page: 0 }, { pageSize: 501 }, { search: "x".repeat(201) }])(
		"refuses %j",
		async (input) => {
			await expect(list(input)).rejects.toMatchObject({ kind: "usage" });
		},
	);

	test("an archive that no index knows yet is found and compared all the same", async () => {
		await instance.ctx.database.archiveIndex.deleteMany();
		expect(await ids({ search: "zoo" })).toEqual(["office"]);
		expect(await instance.ctx.database.claim.count({ where: { kind: "table" } })).toBe(3);
	});
});
