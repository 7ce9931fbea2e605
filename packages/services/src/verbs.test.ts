import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { GraftError } from "@graft/core/domain/errors";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Instance, makeInstance, viewer } from "../test/instance.ts";
import type { Context } from "./context/context.ts";

/** The verbs that change nothing; every other one must ask for an administrator, whoever adds it. */
const looking = [
	"inspect-archive",
	"report-archive",
	"list-extensions",
	"get-extension",
	"read-extension-file",
	"plan-server",
	"plan-archive",
	"get-status",
	"list-servers",
	"build-bundles",
	"check-link",
	"preview-deployment",
	"list-deployments",
	"get-proof",
	"wait-for-rows",
	"list-operations",
	"get-operation",
];

/** A verb is a file that exports `verbEntity`, named like it, and the schema of its input. */
const verbs = [
	"archives",
	"extensions",
	"servers",
	"bundles",
	"links",
	"tables",
	"proof",
	"deliveries",
	"way",
	"operations",
].flatMap((area) =>
	readdirSync(join(import.meta.dirname, area))
		.filter((file) => /^[a-z-]+\.ts$/.test(file))
		.map((file) => ({ area, name: file.slice(0, -".ts".length) }))
		.filter(({ name }) => {
			const text = readFileSync(join(import.meta.dirname, area, `${name}.ts`), "utf8");
			return text.includes(`export const ${camelCase(name)}Input`);
		}),
);

function camelCase(name: string): string {
	return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

async function load(area: string, name: string): Promise<(call: object) => Promise<unknown>> {
	const module = await import(`./${area}/${name}.ts`);
	return module[camelCase(name)];
}

describe("verbs", () => {
	let instance: Instance;
	let asViewer: Context;
	beforeAll(async () => {
		instance = await makeInstance();
		asViewer = await instance.open(viewer);
	});
	afterAll(() => instance.dispose());

	test("are all found", () => {
		expect(verbs.map(({ name }) => name)).toEqual(expect.arrayContaining(looking));
		expect(verbs.length).toBe(looking.length + 26);
	});

	const changing = verbs.filter(({ name }) => !looking.includes(name));
	test.each(changing)("$area/$name refuses a viewer, and remembers it", async ({ area, name }) => {
		const before = await instance.ctx.database.auditEvent.count();
		const verb = await load(area, name);
		const error: GraftError = await verb({ ctx: asViewer, input: {} }).then(
			() => expect.fail("it was done"),
			(thrown) => thrown,
		);
		expect(error).toMatchObject({ name: "GraftError", kind: "refused" });
		expect(error.message).toContain("victor may look");
		expect(await instance.ctx.database.auditEvent.count()).toBe(before + 1);
	});

	test.each(verbs)("$area/$name refuses input that is none", async ({ area, name }) => {
		const verb = await load(area, name);
		await expect(verb({ ctx: instance.ctx, input: "" })).rejects.toMatchObject({ kind: "usage" });
	});
});
