import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { applyPlan } from "@graft/core/drivers/files/apply/apply-plan";
import { preparePlan } from "@graft/core/drivers/files/plan/look";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openLocal } from "../../packages/core/src/connections/local/open-local.ts";
import { panoptes } from "../../packages/core/src/platforms/panoptes/platform.ts";
import { demandFilesPlace } from "../builders/demand-files-place.ts";
import { panoptesFiles } from "../builders/panoptes-files.ts";
import { type Files, makeTree } from "../builders/tree.ts";

const place = demandFilesPlace(panoptes);

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
		const facts = await place.discover(connection, { serverDir: plugins });
		const serverPart = place.wanted(extension, tree, facts);
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
		const { values } = await place.discover(openLocal(join(folder, "state")), {
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

	const naming = (module: string) =>
		String(panoptesFiles()["heartbeat.panoptes-plugin"]).replace(
			"Module = heartbeat",
			`Module = ${module}`,
		);
	const source = String(panoptesFiles()["heartbeat.py"]);

	/** What yapsy itself would load, asked by the test. */
	function listed(): string[] {
		const program = `
import sys
from yapsy.PluginFileLocator import PluginFileAnalyzerWithInfoFile, PluginFileLocator
locator = PluginFileLocator(analyzers=[PluginFileAnalyzerWithInfoFile("x", extensions="panoptes-plugin")])
locator.setPluginPlaces([sys.argv[1]])
for ini, path, info in locator.locatePlugins()[0]:
    print(path)
`;
		const { stdout } = spawnSync("/usr/bin/python3", ["-c", program, plugins], {
			encoding: "utf8",
		});
		return stdout.split("\n").filter((path) => path !== "");
	}

	it.each<[string, Files, string]>([
		[
			"in test/",
			{ "test/heartbeat.panoptes-plugin": naming("heartbeat"), "test/heartbeat.py": source },
			"test/heartbeat",
		],
		[
			"named like a licence",
			{ "heartbeat.panoptes-plugin": naming("license_usage"), "license_usage.py": source },
			"license_usage",
		],
		[
			"that is a package",
			{
				"heartbeat.panoptes-plugin": naming("pulse"),
				"pulse/__init__.py": source,
				"pulse/readme.py": "",
			},
			"pulse/__init__",
		],
		[
			"by the absolute path of another server",
			{
				"heartbeat.panoptes-plugin": naming("/home/panoptes/plugins/polling/heartbeat.py"),
				"heartbeat.py": source,
			},
			"heartbeat",
		],
		[
			"by an absolute path, in a package elsewhere in the archive",
			{
				"conf/heartbeat.panoptes-plugin": naming("/opt/x/lib/pulse"),
				"lib/pulse/__init__.py": source,
			},
			"lib/pulse/__init__",
		],
	])("lists a plugin whose module is one %s", async (_, files, module) => {
		expect((await install(files)).changed).toBe(true);
		expect(listed()).toEqual([join(plugins, "heartbeat", module)]);
		expect((await install(files)).changed).toBe(false);
	});

	it("says in the plan what of the ini file is changed", async () => {
		const files = {
			"heartbeat.panoptes-plugin": naming("/opt/x/heartbeat.py"),
			"heartbeat.py": source,
		};
		const connection = openLocal(join(folder, "state"));
		const tree = makeTree(files);
		const { extension } = await panoptes.read(tree, []);
		if (!extension) throw new Error("the sample has no id");
		const facts = await place.discover(connection, { serverDir: plugins });
		const { files: placed, notes } = place.wanted(extension, tree, facts);
		const here = join(plugins, "heartbeat/heartbeat");
		expect(notes[0]).toContain(`Module = /opt/x/heartbeat.py becomes Module = ${here}`);
		expect(placed.at(-1)?.why).toContain(here);
	});

	it("asks the server for a module that is not in the archive", async () => {
		const there = join(folder, "site-packages/pulse.py");
		const files = { "heartbeat.panoptes-plugin": naming(there) };
		await expect(install(files)).rejects.toMatchObject({
			kind: "refused",
			message: expect.stringContaining(`its module ${there} is not there`),
		});
		expect(readdirSync(plugins)).toEqual(["other"]);
		mkdirSync(join(folder, "site-packages"));
		writeFileSync(there, source);
		expect((await install(files)).changed).toBe(true);
		expect(listed()).toEqual([there.replace(/\.py$/, "")]);
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
