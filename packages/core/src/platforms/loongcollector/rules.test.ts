import { describe, expect, it } from "vitest";
import { loongcollectorFiles } from "../../../../../test/builders/loongcollector-files.ts";
import { type Files, makeTree } from "../../../../../test/builders/tree.ts";
import { read, recognise } from "./read.ts";

const whole = loongcollectorFiles();
const entry = (text: string): Files => ({ ...whole, "external_plugins.yml": text });
const without = (...paths: readonly string[]): Files =>
	Object.fromEntries(Object.entries(whole).filter(([path]) => !paths.includes(path)));
const found = (files: Files) => read(makeTree(files), []).problems;
const code = (text: string) =>
	`package mark\n\nimport "github.com/alibaba/ilogtail/pkg/pipeline"\n${text}`;

describe("what the builder would do is said before", () => {
	it.each<[string, string, Files, string]>([
		[
			"go-mod-unreadable",
			"error",
			{ ...whole, "go.mod": `${whole["go.mod"]}\nmodul x\n` },
			"Line 7",
		],
		[
			"bad-module",
			"error",
			{ ...without("external_plugins.yml"), "go.mod": "module mark\n" },
			'"mark"',
		],
		["bad-module", "error", entry("- gomod: example.org/you/other v1.0.0\n"), "go.mod declares"],
		[
			"bad-id",
			"error",
			{ ...whole, "go.mod": `module example.org/${"x".repeat(65)}\n` },
			"too long",
		],
		["version-not-explicit", "error", entry("- gomod: example.org/you/mark latest\n"), "latest"],
		["version-not-explicit", "error", entry("- gomod: example.org/you/mark\n"), "no version"],
		["version-not-explicit", "error", entry("- gomod: example.org/you/mark v2.0.0\n"), '"v2.0.0"'],
		["entry-unreadable", "error", entry("plugins: [\n"), "no entry of one module"],
		["entry-unreadable", "error", entry("- import: a\n- import: b\n"), "it has 2 entries"],
		["entry-unreadable", "error", entry("plugins:\n  common: []\n"), "it has no entry"],
		[
			"bad-import",
			"error",
			entry("- import: example.org/you/mark // the plugin\n"),
			"example.org/you/mark // the plugin",
		],
		["bad-import", "error", entry("- import: 'x.org/a\"; import _ \"os'\n"), 'import _ "os'],
		["bad-import", "error", entry("- import: example.org/other\n"), "example.org/other"],
		["import-missing", "error", entry("- import: example.org/you/mark/no\n"), "mark/no"],
		[
			"import-unclear",
			"error",
			{
				...without("all.go", "external_plugins.yml"),
				"b/b.go": code('func init() { pipeline.AddFlusherCreator("flusher_b", nil) }'),
			},
			"nobody can tell",
		],
		[
			"global-settings",
			"error",
			entry("project:\n  git_configs:\n    core.sshCommand: evil\n"),
			"git config --global core.sshCommand evil",
		],
		[
			"global-settings",
			"error",
			entry("project:\n  go_envs:\n    GOPROXY: https://my.org\n"),
			"go env -w GOPROXY=https://my.org",
		],
		[
			"replaces",
			"error",
			entry("project:\n  replaces:\n    - a.org/x => b.org/y v1.0.0\n"),
			"a.org/x",
		],
		["unknown-key", "warning", entry("- import: example.org/you/mark\n  gomode: x\n"), '"gomode"'],
		[
			"not-built-here",
			"warning",
			entry("plugins:\n  windows:\n    - import: example.org/you/mark\n"),
			"windows",
		],
		[
			"wrong-package-path",
			"error",
			{
				...whole,
				"mark/mark.go": String(whole["mark/mark.go"]).replace(
					"alibaba/ilogtail",
					"alibaba/loongcollector",
				),
			},
			"github.com/alibaba/ilogtail/pkg",
		],
		[
			"no-plugin",
			"error",
			{ ...whole, "mark/mark.go": code('// pipeline.AddFlusherCreator("x"') },
			"No file",
		],
		[
			"duplicate-type",
			"error",
			{
				...whole,
				"mark/twice.go": code('func init() { pipeline.Processors["processor_mark"] = nil }'),
			},
			"the last one wins",
		],
		[
			"not-imported",
			"warning",
			{
				...whole,
				"other/o.go": code('func init() { pipeline.AddServiceCreator("service_o", nil) }'),
			},
			"input service_o",
		],
	])("%s, as %s", (name, severity, files, words) => {
		expect(recognise(makeTree(files)) || name === "bad-module" || name === "bad-id").toBe(true);
		const problems = found(files).filter((each) => each.code === `loongcollector/${name}`);
		expect(problems.map((problem) => problem.severity)).toEqual([severity]);
		expect(problems[0]?.message).toContain(words);
	});

	it("names another extension that registers the type", () => {
		const { extension } = read(makeTree(loongcollectorFiles({ name: "other", types: ["x"] })), []);
		if (extension === null) throw new Error("it has no id");
		const { problems } = read(makeTree(loongcollectorFiles({ types: ["x"] })), [extension]);
		expect(problems).toMatchObject([{ code: "loongcollector/name-taken", severity: "warning" }]);
		expect(problems[0]?.message).toContain('"other" registers the processor x');
	});
});

describe("what an archive need not say", () => {
	it("is worked out from its module", () => {
		const { extension, problems } = read(makeTree(without("external_plugins.yml")), []);
		expect(problems).toEqual([]);
		expect(extension?.own).toMatchObject({
			...{ module: ["example.org/you/mark"], import: ["example.org/you/mark"] },
			...{ version: ["v0.0.0"], types: ["processor processor_mark"] },
		});
		const alone = read(makeTree(without("external_plugins.yml", "all.go")), []);
		expect(alone.extension?.own.import).toEqual(["example.org/you/mark/mark"]);
	});

	it("is the text of a constant that a type is named by, where there is one", () => {
		const files = {
			...whole,
			"mark/more.go": code(`
const pluginType = "processor_more"

func init() {
	pipeline.Processors[pluginType] = nil
	pipeline.AddFlusherCreator(names.Flusher, nil)
	pipeline.AddServiceCreator(name(), nil)
	_, _ = pipeline.Extensions["read_only"]
}`),
			"names/names.go": 'package names\n\nconst (\n\tFlusher = "flusher_named"\n)\n',
		};
		const { extension, problems } = read(makeTree(files), []);
		expect(extension?.own.types).toEqual([
			...["processor processor_mark", "processor processor_more", "flusher flusher_named"],
		]);
		expect(problems.map((problem) => problem.code)).toEqual(["loongcollector/type-unnamed"]);
		const computed = {
			...files,
			"mark/x.go": code("func init() { pipeline.Flushers[name] = nil }"),
		};
		expect(read(makeTree(computed), []).problems.slice(1)).toMatchObject([
			{ code: "loongcollector/type-unnamed", severity: "info", path: "mark/x.go" },
		]);
	});

	it("is never what stands in a comment, a string or a test", () => {
		const files = {
			...whole,
			"mark/more.go": code(`
/* pipeline.AddProcessorCreator("in_comment", nil) */
var s = "// no comment"; func init() { pipeline.AddExtensionCreator("ext_mark", nil) }`),
			"mark/mark_test.go": code('func init() { pipeline.AddProcessorCreator("in_test", nil) }'),
			"testdata/x.go": code('func init() { pipeline.AddProcessorCreator("in_data", nil) }'),
		};
		expect(read(makeTree(files), []).extension?.own.types).toEqual([
			...["processor processor_mark", "extension ext_mark"],
		]);
	});
});
