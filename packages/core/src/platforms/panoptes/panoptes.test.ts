import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { panoptesFiles } from "../../../../../test/builders/panoptes-files.ts";
import { bytesOf, type Files, makeTree } from "../../../../../test/builders/tree.ts";
import { parseIni } from "./ini.ts";
import { panoptes } from "./platform.ts";
import { read } from "./read.ts";
import { setModule } from "./set-module.ts";

const good = panoptesFiles();
const goodIni = String(good["heartbeat.panoptes-plugin"]);

function codes(files: Files): string[] {
	return read(makeTree(files), []).problems.map(({ code }) => code);
}

function withIni(change: (ini: string) => string): Files {
	return { ...good, "heartbeat.panoptes-plugin": change(goodIni) };
}

describe("reading a Panoptes plugin", () => {
	it("takes id, name, version, author and description from the ini file", () => {
		const { extension, problems } = read(makeTree(good, "heartbeat-main"), []);
		expect(problems).toEqual([]);
		expect(extension).toMatchObject({
			platform: "panoptes",
			id: "heartbeat",
			version: "1.2",
			name: "heartbeat",
			authors: ["A. Author"],
		});
	});

	it("puts the module first and the ini file last, in a folder of the extension's own", () => {
		const targets = read(makeTree(good), []).extension?.parts.server.files.map(({ to }) => to);
		expect(targets).toEqual([
			"{pollingDir}/heartbeat/heartbeat.py",
			"{pollingDir}/heartbeat/heartbeat.panoptes-plugin",
		]);
	});

	it("does not take an archive without an ini file for its own", () => {
		expect(panoptes.recognise(makeTree({ "README.md": "" }))).toBe(false);
		expect(panoptes.recognise(makeTree(good))).toBe(true);
	});

	it.each<[string, Files]>([
		["panoptes/no-core", withIni((ini) => ini.replace("[Core]", "[Kern]"))],
		["panoptes/no-name", withIni((ini) => ini.replace(/^Name.*\n/m, ""))],
		["panoptes/no-module", withIni((ini) => ini.replace(/^Module.*\n/m, ""))],
		["panoptes/version-not-numeric", withIni((ini) => ini.replace("1.2", "1.2-beta"))],
		["panoptes/percent", withIni((ini) => ini.replace("whether", "to 100 % whether"))],
		[
			"panoptes/module-missing",
			withIni((ini) => ini.replace("Module = heartbeat", "Module = pulse")),
		],
		[
			"panoptes/module-outside",
			withIni((ini) => ini.replace("Module = heartbeat", "Module = ../pulse")),
		],
		[
			"panoptes/module-on-server",
			withIni((ini) => ini.replace("Module = heartbeat", "Module = /opt/pulse")),
		],
		[
			"panoptes/module-moved",
			withIni((ini) => ini.replace("Module = heartbeat", "Module = /opt/plugins/heartbeat.py")),
		],
		["panoptes/name-forbidden", withIni((ini) => ini.replace("Name = heartbeat", "Name = a;;b"))],
		["panoptes/name-forbidden", withIni((ini) => ini.replace("Name = heartbeat", "Name = 9%%"))],
		["panoptes/percent", withIni((ini) => ini.replace("whether", "%(whether)s"))],
		["panoptes/ini-unreadable", withIni((ini) => `\ufeff${ini}`)],
		[
			"panoptes/module-missing",
			{ ...withIni((ini) => ini), "heartbeat/notes.txt": "a folder stands before a file" },
		],
		["panoptes/ini-unreadable", withIni((ini) => `Name = early\n${ini}`)],
		["panoptes/ini-unreadable", withIni((ini) => `${ini}\n[Core]\n`)],
		[
			"panoptes/module-with-py",
			withIni((ini) => ini.replace("Module = heartbeat", "Module = heartbeat.py")),
		],
		["panoptes/never-scheduled", withIni((ini) => ini.replace(/^execute_frequency.*\n/m, ""))],
		[
			"panoptes/never-scheduled",
			withIni((ini) => ini.replace("execute_frequency = 60", "execute_frequency = 0")),
		],
		["panoptes/never-scheduled", withIni((ini) => ini.replace("execute", "exequte"))],
		["panoptes/no-resource-filter", withIni((ini) => ini.replace(/^resource_filter.*\n/m, ""))],
		["panoptes/no-documentation", withIni((ini) => ini.replace("[Documentation]", "[About]"))],
		[
			"panoptes/wrong-base-class",
			{ ...good, "heartbeat.py": "class A(object):\n    def run(self, c):\n        pass\n" },
		],
		["panoptes/no-run", { ...good, "heartbeat.py": "class A(PanoptesPollingPlugin):\n    pass\n" }],
		["panoptes/duplicate-name", { ...good, "second.panoptes-plugin": goodIni }],
		[
			"panoptes/bad-id",
			{ "-x.panoptes-plugin": goodIni, "heartbeat.py": String(good["heartbeat.py"]) },
		],
	])("names %s", (code, files) => {
		expect(codes(files)).toEqual([code]);
	});

	it("refuses what would keep Panoptes from loading any plugin, and only warns of what it skips", () => {
		const severity = (files: Files) => read(makeTree(files), []).problems[0]?.severity;
		expect(severity(withIni((ini) => ini.replace("[Core]", "[Kern]")))).toBe("error");
		expect(severity(withIni((ini) => ini.replace("1.2", "one")))).toBe("error");
		expect(severity(withIni((ini) => ini.replace("execute", "exequte")))).toBe("warning");
	});

	it("warns where another extension has a plugin of the same name, and not where it is the same extension", () => {
		const here = read(makeTree(good), []).extension;
		const there = here && { ...here, id: "other" };
		expect(read(makeTree(good), there ? [there] : []).problems.map(({ code }) => code)).toEqual([
			"panoptes/name-taken",
		]);
		expect(read(makeTree(good), here ? [here] : []).problems).toEqual([]);
	});

	it("shares a module among several ini files", () => {
		const files = {
			...good,
			"second.panoptes-plugin": goodIni.replace("Name = heartbeat", "Name = second"),
		};
		expect(codes(files)).toEqual([]);
	});
});

describe("the module that an ini file names", () => {
	const module = String(good["heartbeat.py"]);
	const targets = (files: Files) => {
		const { extension, problems } = read(makeTree(files), []);
		expect(problems.filter(({ severity }) => severity !== "info")).toEqual([]);
		return extension?.parts.server.files.map(({ to }) => to.replace("{pollingDir}/heartbeat/", ""));
	};
	const naming = (name: string) => goodIni.replace("Module = heartbeat", `Module = ${name}`);

	it.each<[string, string, Files]>([
		["license_usage.py", "license_usage", { "license_usage.py": module }],
		["README.py", "README", { "README.py": module }],
		["changelog/__init__.py", "changelog", { "changelog/__init__.py": module }],
		["tests/p.py", "tests/p", { "tests/p.py": module }],
		[".hidden/p.py", ".hidden/p", { ".hidden/p.py": module }],
		["test/__init__.py", "test", { "test/__init__.py": module }],
		["lib/p.py", "./sub/../lib//p.py", { "lib/p.py": module }],
	])("is never left out: %s", (path, name, files) => {
		expect(targets({ "heartbeat.panoptes-plugin": naming(name), ...files })).toEqual([
			path,
			"heartbeat.panoptes-plugin",
		]);
	});

	it("comes with all that lies beside it, whatever their folder is called", () => {
		const files = {
			"test/heartbeat.panoptes-plugin": goodIni,
			"test/heartbeat.py": module,
			"test/helper.py": "X = 1\n",
			"tests/test_heartbeat.py": "",
			"docs/LICENSE": "",
			LICENSE: "",
			"README.md": "",
			".gitignore": "",
		};
		expect(targets(files)).toEqual([
			"test/heartbeat.py",
			"test/helper.py",
			"test/heartbeat.panoptes-plugin",
		]);
	});

	it("may lie in another folder of the archive", () => {
		expect(
			targets({ "conf/heartbeat.panoptes-plugin": naming("../src/p"), "src/p.py": module }),
		).toEqual(["src/p.py", "conf/heartbeat.panoptes-plugin"]);
	});

	it("by an absolute path goes to the folder that the path speaks of, where nobody can read its class", () => {
		const files = { "heartbeat.panoptes-plugin": naming("/opt/p/discovery/pulse") };
		const [file] = read(makeTree(files), []).extension?.parts.server.files ?? [];
		expect(file?.to).toBe("{discoveryDir}/heartbeat/heartbeat.panoptes-plugin");
	});

	it.each([
		["Module = /old/p.py", "\n"],
		["  module:/old/p.py", "\r\n"],
		["MODULE  =   %(root)s/p.py\n# kept", "\n"],
	])("is exchanged in the ini file, and nothing else: %j", (line, end) => {
		const lines = ["; first", "[Core]", line, "Name = p", "root = /old", "", "[main]", "x = y", ""];
		const text = lines.join("\n").replaceAll("\n", end);
		const changed = new TextDecoder().decode(setModule(bytesOf(text), "/new 100%/p"));
		const { ini } = parseIni(changed);
		expect(ini.get("Core")?.get("module")?.value).toBe("/new 100%%/p");
		const others = (all: string) => all.split(end).filter((each) => !/module/i.test(each));
		expect(others(changed)).toEqual(others(text));
	});
});

describe("the ini reader", () => {
	it("joins continued lines, ignores comments and takes : for =", () => {
		const { ini, errors } = parseIni("# first\n[main]\nKey: one\n  two\n; end\nother=3\n");
		expect(errors).toEqual([]);
		expect(ini.get("main")?.get("key")?.value).toBe("one\ntwo");
		expect(ini.get("main")?.get("other")).toEqual({ value: "3", line: 6 });
	});

	it("never throws, and says the line of everything that it objects to", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const lines = text.split(/\r\n|\r|\n/).length;
				for (const { line } of parseIni(text).errors) expect(line).toBeLessThanOrEqual(lines);
			}),
		);
	});

	it("gives back what was written", () => {
		const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
		const sections = fc.dictionary(word, fc.dictionary(word, word));
		fc.assert(
			fc.property(sections, (wanted) => {
				const text = Object.entries(wanted)
					.map(
						([name, options]) =>
							`[${name}]\n${Object.entries(options)
								.map(([key, value]) => `${key} = ${value}\n`)
								.join("")}`,
					)
					.join("\n");
				const { ini, errors } = parseIni(text);
				expect(errors).toEqual([]);
				const got = Object.fromEntries(
					[...ini].map(([name, options]) => [
						name,
						Object.fromEntries([...options].map(([key, { value }]) => [key, value])),
					]),
				);
				expect(got).toEqual({ ...wanted });
			}),
		);
	});
});
