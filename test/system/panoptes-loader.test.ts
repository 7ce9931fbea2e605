import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openLocal } from "@graft/core/connections/local/open-local";
import { applyPlan } from "@graft/core/installer/apply-plan";
import { preparePlan } from "@graft/core/planning/look";
import { panoptes } from "@graft/core/platforms/panoptes/platform";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { panoptesFiles } from "../builders/panoptes-files.ts";
import { makeTree } from "../builders/tree.ts";

const yapsy = existsSync("/usr/lib/python3/dist-packages/yapsy");

describe.skipIf(!yapsy)("Panoptes' real loader (needs python3-yapsy)", () => {
	let folder: string;
	let plugins: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "graft-panoptes-"));
		plugins = join(folder, "plugins");
		mkdirSync(join(plugins, "other"), { recursive: true });
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));

	async function install(files = panoptesFiles()) {
		const connection = openLocal(join(folder, "state"));
		const tree = makeTree(files);
		const { extension } = await panoptes.read(tree, []);
		if (!extension) throw new Error("the sample has no id");
		const facts = await panoptes.discover(connection, { serverDir: plugins });
		const serverPart = panoptes.serverPart(extension, tree, facts);
		const prepared = await preparePlan({
			connection,
			extension,
			serverPart,
			facts,
			goal: "present",
		});
		return applyPlan({
			connection,
			prepared,
			expectedHash: prepared.plan.hash,
			actor: "tester",
			clock: () => new Date(),
			report: () => undefined,
			service: async () => null,
		});
	}

	it("is the Python that has it, and finds the plugin", async () => {
		const { values } = await panoptes.discover(openLocal(join(folder, "state")), {
			serverDir: plugins,
		});
		expect(values.python).toMatch(/python3$/);
		expect((await install()).changed).toBe(true);
		expect(readdirSync(plugins).sort()).toEqual(["heartbeat", "other"]);
	});

	it.each([
		["no [Core]", "[main]\nexecute_frequency = 60\n"],
		[
			"a version that is not numeric",
			"[Core]\nName = x\nModule = x\n[Documentation]\nVersion = one\n",
		],
		["a % in a value", "[Core]\nName = x\nModule = x\n[main]\nfilter = 100 %\n"],
	])("would load nothing beside an ini file with %s: all is put back", async (_, ini) => {
		writeFileSync(join(plugins, "other/x.panoptes-plugin"), ini);
		await expect(install()).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining("other/x.panoptes-plugin"),
		});
		expect(readdirSync(plugins)).toEqual(["other"]);
	});

	it("compiles the module before anything names it", async () => {
		const broken = {
			...panoptesFiles(),
			"heartbeat.py": "class A(PanoptesPollingPlugin):\n  def run(:\n",
		};
		await expect(install(broken)).rejects.toMatchObject({ kind: "refused" });
		expect(readdirSync(plugins)).toEqual(["other"]);
	});
});
