import { describe, expect, it } from "vitest";
import { dkronFiles } from "../../../../../test/builders/dkron-files.ts";
import { elf } from "../../../../../test/builders/programs.ts";
import { type Files, makeTree } from "../../../../../test/builders/tree.ts";
import type { Problem } from "../../domain/problem.ts";
import { read, recognise } from "./read.ts";

const good = dkronFiles();

describe("reading plugins", () => {
	it("makes one extension of all of them, called as the first", () => {
		const files = { ...good, "bin/dkron-executor-say": elf(), "src/main.go": "package main\n" };
		const { extension, problems } = read(makeTree(files), []);
		expect(problems).toEqual([]);
		expect(extension).toMatchObject({
			...{ platform: "dkron", id: "dkron-executor-say", name: "say", version: "1.2" },
			claims: [
				{ kind: "plugin", value: "dkron-executor-say" },
				{ kind: "plugin", value: "dkron-processor-mark" },
			],
			own: {
				plugins: ["executor say: linux/amd64", "processor mark: /bin/sh"],
				jobs: ["job.json"],
			},
		});
		expect(extension?.parts.server.files.map(({ from, to }) => [from, to])).toEqual([
			["bin/dkron-executor-say", "{pluginDir}/dkron-executor-say"],
			["dkron-processor-mark", "{pluginDir}/dkron-processor-mark"],
		]);
	});

	it("calls it as the plugin that the archive is called after", () => {
		const files = { ...good, "dkron-executor-say": elf() };
		const { extension } = read(makeTree(files, "dkron-processor-mark-main"), []);
		expect(extension?.id).toBe("dkron-processor-mark");
	});

	it.each([
		["dkron-processor-mark-2.0.1", "2.0.1"],
		["dkron-processor-mark_v2.0_linux_amd64", "2.0"],
		["dkron-processor-mark-main", ""],
	])("takes the version of the folder %s where nobody else says one", (root, version) => {
		const { VERSION: _, ...files } = good;
		expect(read(makeTree(files, root), []).extension?.version).toBe(version);
	});

	it("does not take for its own what holds no file of such a name", () => {
		expect(recognise(makeTree(good))).toBe(true);
		expect(recognise(makeTree({ "dkron-processor-mark/main.go": "package main\n" }))).toBe(false);
	});
});

const job = (settings: unknown): Files => ({
	...good,
	"job.json": JSON.stringify({ schedule: "@daily", executor: "x", executor_config: settings }),
});

describe("what is wrong with an archive", () => {
	it.each<[string, Problem["severity"], string, Files]>([
		["not-a-program", "error", "dkron-executor-say", { ...good, "dkron-executor-say": "text" }],
		["no-plugin", "error", "", { "dkron-processor-mark.md": "# mark\n" }],
		["built-in", "error", "dkron-executor-http", { ...good, "dkron-executor-http": elf() }],
		["bad-name", "error", "dkron-processor-a b", { ...good, "dkron-processor-a b": elf() }],
		["bad-id", "error", "dkron-processor-ä", { "dkron-processor-ä": elf() }],
		[
			...(["duplicate-plugin", "error", "dkron-processor-mark_linux_amd64"] as const),
			{ "dkron-processor-mark": elf(), "dkron-processor-mark_linux_amd64": elf() },
		],
		[
			...(["duplicate-plugin", "error", "dkron-processor-mark"] as const),
			{ "dkron-processor-MARK": elf(), "dkron-processor-mark": elf({ machine: 183 }) },
		],
		[
			...(["left-over", "info", "dkron-processor-mark.bak"] as const),
			{ ...good, "dkron-processor-mark.bak": elf() },
		],
		[
			...(["not-for-dkron", "info", "dkron-processor-mark.md"] as const),
			{ ...good, "dkron-processor-mark.md": "# mark\n" },
		],
		["job-value-not-text", "info", "job.json", job({ retries: 3 })],
		["job-unreadable", "info", "job.json", { ...good, "job.json": "{" }],
	])("dkron/%s is an %s at %s", (name, severity, path, files) => {
		const { extension, problems } = read(makeTree(files), []);
		const found = problems.filter(({ code }) => code === `dkron/${name}`);
		expect(found).toEqual([
			expect.objectContaining({
				...{ severity, path },
				message: expect.stringMatching(/\.$/),
				hint: expect.stringMatching(/\.$/),
			}),
		]);
		if (severity === "info") expect(problems).toEqual(found);
		if (severity === "info") expect(extension?.parts.server.files).toHaveLength(1);
	});

	it("is not that a plugin is there for several machines", () => {
		const { problems } = read(
			makeTree({
				"dkron-processor-mark_linux_amd64": elf(),
				"dkron-processor-mark_linux_arm64": elf({ machine: 183 }),
			}),
			[],
		);
		expect(problems).toEqual([]);
	});
});

describe("a plugin that another extension has too", () => {
	const own = (files: Files) => {
		const { extension } = read(makeTree(files), []);
		if (extension === null) throw new Error("it is none");
		return extension;
	};

	it("is told of, and of an earlier version of itself nothing", () => {
		const both = own({ ...good, "dkron-executor-say": elf() });
		expect(read(makeTree(good), [both]).problems).toMatchObject([
			{
				...{ code: "dkron/name-taken", severity: "warning", part: "server" },
				message:
					'The extension "dkron-executor-say" has dkron-processor-mark too: a server can have one of them.',
				hint: 'Uninstall "dkron-executor-say" from the server first.',
			},
		]);
		expect(read(makeTree(good), [own(good)]).problems).toEqual([]);
	});
});
