import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { type Instance, makeInstance } from "../../test/instance.ts";
import { id, shorthands } from "../../test/shorthands.ts";
import { buildBundles } from "./build-bundles.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.dispose());

const { importFiles } = shorthands(() => instance);

describe("buildBundles", () => {
	test("gives the same bytes each time, with a deployment package for each where asked", async () => {
		await importFiles(ocsFiles());
		const build = () => buildBundles({ ctx: instance.ctx, input: { id, deployment: true } });
		const [first, second] = [await build(), await build()];
		const ofEach = ["unix", "unix", "windows"].flatMap((agents) => [
			`${agents} deployment`,
			`${agents} download`,
		]);
		expect(first.map(({ agents, kind }) => `${agents} ${kind}`).sort()).toEqual(ofEach.sort());
		expect(second.map(({ sha256 }) => sha256)).toEqual(first.map(({ sha256 }) => sha256));
		expect(new Set(first.map(({ fileName }) => fileName)).size).toBe(first.length);
	});

	test("refuses a file that the extension does not have", async () => {
		await importFiles(ocsFiles());
		await expect(
			buildBundles({ ctx: instance.ctx, input: { id, files: ["agent/../../x.ps1"] } }),
		).rejects.toMatchObject({ name: "GraftError" });
	});
});
