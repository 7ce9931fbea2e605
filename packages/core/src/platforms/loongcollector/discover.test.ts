import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loongcollectorTree } from "../../../../../test/builders/loongcollector-files.ts";
import { type Files, makeTree } from "../../../../../test/builders/tree.ts";
import { writeFiles } from "../../../../../test/builders/write-files.ts";
import type { Connection } from "../../connections/connection.ts";
import { openLocal } from "../../connections/local/open-local.ts";
import { discover } from "./discover.ts";
import { readGoSource } from "./go-source.ts";
import { read } from "./read.ts";
import { serverPart } from "./server-part.ts";

let root = "";
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-source-"));
});
afterEach(() => rmSync(root, { recursive: true }));

/** A machine that has, or has not, what a build needs: no compiler is asked. */
function machine({ shell = true, go = 0 } = {}): Connection {
	const local = openLocal(join(root, "state"));
	return new Proxy(local, {
		get(target, key) {
			if (key === "hasShell") return async () => shell;
			if (key === "run")
				return async (argv: readonly string[]) =>
					argv[0] === "go" ? { code: go, stdout: "", stderr: "" } : target.run(argv);
			const member: unknown = Reflect.get(target, key, target);
			return typeof member === "function" ? member.bind(target) : member;
		},
	});
}

function source(more: Files = {}, name = "source"): string {
	writeFiles(root, loongcollectorTree(name, undefined, more));
	return join(root, name);
}

const codesOf = async (connection: Connection, serverDir: string) =>
	(await discover(connection, { serverDir })).problems.map(({ code }) => code);

describe("the source of a collector", () => {
	it("is the one that is named, and its types and those of modules beside it are read", async () => {
		const home = source();
		writeFiles(root, {
			"source-plugins/other/x/x.go":
				'package x\n\nconst name = "flusher_x"\n\nfunc init() { pipeline.AddFlusherCreator(name, nil) }\n',
			"source-plugins/other/x/x_test.go":
				'package x\n\nfunc init() { pipeline.AddFlusherCreator("in_test", nil) }\n',
		});
		const facts = await discover(machine(), { serverDir: `${home}/` });
		expect(facts).toMatchObject({
			...{ home, problems: [] },
			folders: { pluginsDir: `${home}-plugins` },
			values: {
				upstream: "processor processor_upper",
				external: "other\tflusher flusher_x",
				baseVersion: "0.0.1",
			},
		});
	});

	it("is nowhere else, and says what is missing", async () => {
		await expect(discover(machine(), {})).rejects.toMatchObject({
			kind: "not-found",
			hint: expect.stringContaining("--server-dir"),
		});
		await expect(discover(machine(), { serverDir: "source" })).rejects.toMatchObject({
			message: '"source" is no absolute path.',
		});
		await expect(discover(machine(), { serverDir: root })).rejects.toThrow(
			`There is no ${root}/go.mod`,
		);
		const other = source({ "go.mod": "module example.org/other\n" }, "other");
		await expect(discover(machine(), { serverDir: other })).rejects.toThrow(
			"declares example.org/other, and not github.com/alibaba/ilogtail",
		);
		const home = source();
		rmSync(join(home, "scripts"), { recursive: true });
		await expect(discover(machine(), { serverDir: home })).rejects.toThrow(
			"has no scripts/plugin_build.sh",
		);
	});

	it("can be built only where there is a shell and a Go, and by a script of one's own", async () => {
		const home = source();
		expect(await codesOf(machine({ shell: false }), home)).toEqual(["loongcollector/no-shell"]);
		expect(await codesOf(machine({ go: 127 }), home)).toEqual(["loongcollector/no-go"]);
		chmodSync(join(home, "scripts"), 0o777);
		expect(await codesOf(machine(), home)).toEqual(["loongcollector/builder-not-trusted"]);
	});

	it("lies where go.mod can name it", async () => {
		expect(await codesOf(machine(), source({}, "a source"))).toEqual(["loongcollector/path-unfit"]);
	});

	it("has each of its own settings named", async () => {
		const list = "project:\n  git_configs:\n    user.name: me\n  go_envs:\n    GOPRIVATE: my.org\n";
		const { problems } = await discover(machine(), {
			serverDir: source({ "external_plugins.yml": list }),
		});
		expect(problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
			expect.stringContaining("info "),
			expect.stringContaining('"go env -w GOPRIVATE=my.org"'),
		]);
		expect(problems[0]?.message).toContain('"git config --global user.name me"');
	});
});

describe("a type that is taken", () => {
	it.each([
		["processor_upper", "the collector itself"],
		["flusher_x", "/src/collector-plugins/other"],
	])("is refused with who registers it: %s", (name, by) => {
		const kind = name.startsWith("flusher") ? "Flusher" : "Processor";
		const tree = makeTree({
			"go.mod": "module example.org/mark\n",
			"mark.go": `package mark\n\nimport "github.com/alibaba/ilogtail/pkg/pipeline"\n\nfunc init() { pipeline.Add${kind}Creator("${name}", nil) }\n`,
		});
		const { extension } = read(tree, []);
		if (extension === null) throw new Error("it has no id");
		const { problems } = serverPart(extension, tree, {
			folders: { pluginsDir: "/src/collector-plugins" },
			values: {
				upstream: "processor processor_upper",
				external: "other\tflusher flusher_x\nmark\tprocessor processor_mine",
			},
			...{ home: "/src/collector", workFolder: "/src/collector/.graft", notes: [], problems: [] },
		});
		expect(problems).toMatchObject([{ code: "loongcollector/type-registered", severity: "error" }]);
		expect(problems?.[0]?.message).toContain(`registered by ${by} already`);
	});
});

describe("Go code", () => {
	it("has its imports in whatever form, and none of a comment", () => {
		const { imports } = readGoSource(`package x

import "a.b/one" // import "a.b/no"
import (
	_ "a.b/two"
	three "a.b/three" /* "a.b/no" */
)

var text = "import \\"a.b/no\\""
`);
		expect(imports).toEqual(["a.b/one", "a.b/two", "a.b/three"]);
	});
});
