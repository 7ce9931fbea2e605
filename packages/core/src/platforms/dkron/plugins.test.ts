import { describe, expect, it } from "vitest";
import { appleCpus, elf, fatMachO, machO, pe } from "../../../../../test/builders/programs.ts";
import { type Files, makeTree } from "../../../../../test/builders/tree.ts";
import {
	fileName,
	findPlugins,
	isCalledAsPlugin,
	machinesOf,
	type Plugin,
	runsOn,
} from "./plugins.ts";

const script = "#!/bin/sh\n";

function onlyOne(path: string, content: Uint8Array | string): Plugin {
	const [plugin, ...others] = findPlugins(makeTree({ [path]: content })).plugins;
	if (plugin === undefined || others.length > 0) throw new Error(`${path} is not one plugin`);
	return plugin;
}

describe("the name of a plugin", () => {
	it.each([
		["dkron-processor-mark", "dkron-processor-mark"],
		["bin/linux/dkron-executor-say", "dkron-executor-say"],
		["dkron-processor-mark_linux_amd64", "dkron-processor-mark"],
		["dkron-processor-mark-Linux-x86_64", "dkron-processor-mark"],
		["dkron-processor-mark.linux.x64", "dkron-processor-mark"],
		["dkron-processor-two-words_linux_amd64", "dkron-processor-two-words"],
		["dkron-processor-mark_linux_arm64", "dkron-processor-mark_linux_arm64"],
		["dkron-processor-linux", "dkron-processor-linux"],
		["dkron-processor-mark.sh", "dkron-processor-mark.sh"],
	])("of a program for linux/amd64: %s", (path, name) => {
		expect(fileName(onlyOne(path, elf()))).toBe(name);
	});

	it.each<[string, Uint8Array | string, string]>([
		["dkron-executor-say_windows_amd64.exe", pe(), "dkron-executor-say"],
		["dkron-executor-say.EXE", pe(), "dkron-executor-say"],
		["dkron-executor-say_linux_armv7", elf({ bits: 32, machine: 40 }), "dkron-executor-say"],
		["dkron-executor-say_macOS_arm64", machO(appleCpus.arm64), "dkron-executor-say"],
		["dkron-executor-say-darwin-universal", fatMachO(appleCpus.amd64), "dkron-executor-say"],
		["dkron-executor-say_linux_amd64", script, "dkron-executor-say_linux_amd64"],
	])("ends before the machine that it is for: %s", (path, content, name) => {
		expect(fileName(onlyOne(path, content))).toBe(name);
	});

	it.each([
		["dkron-processor-mark", true],
		["a/b/dkron-executor-x", true],
		["dkron-processor-", false],
		["dkron-processor", false],
		["dkron-processors-x", false],
		["dkron-other-x", false],
		["my-dkron-processor-x", false],
		["dkron-processor-x/main.go", false],
	])("%s is called as one: %s", (path, is) => {
		expect(isCalledAsPlugin(path)).toBe(is);
	});
});

describe("what is called as a plugin", () => {
	const of = (files: Files) => findPlugins(makeTree(files));

	it.each([
		...["md", "txt", "sha256", "sha256sum", "sig", "asc", "json", "yml", "LICENSE"].map(
			(ending) => [`dkron-processor-mark.${ending}`, "beside"] as const,
		),
		...[".bak", ".old", ".orig", ".swp", ".dpkg-new", ".rpmsave", "~"].map(
			(ending) => [`dkron-processor-mark${ending}`, "leftOver"] as const,
		),
	])("%s is no plugin, whatever is in it", (path, kind) => {
		const found = of({ [path]: elf() });
		expect(found[kind]).toEqual([path]);
		expect(found).toMatchObject({ plugins: [], faulty: [] });
	});

	it("and is no program has a fault", () => {
		const found = of({ "dkron-processor-mark": "# mark\n", "dkron-executor-say": elf() });
		expect(found.faulty).toEqual([
			{ path: "dkron-processor-mark", fault: expect.stringMatching(/^is neither/) },
		]);
		expect(found.plugins).toHaveLength(1);
	});
});

describe("the machines of a plugin", () => {
	it("are those of its program", () => {
		const plugin = onlyOne("dkron-executor-x", fatMachO(appleCpus.amd64, appleCpus.arm64));
		expect(machinesOf(plugin)).toBe("darwin/amd64, darwin/arm64");
		expect(runsOn(plugin, { os: "darwin", arch: "arm64" })).toBe(true);
		expect(runsOn(plugin, { os: "linux", arch: "arm64" })).toBe(false);
	});

	it("are all but Windows for a script", () => {
		const plugin = onlyOne("dkron-executor-x", script);
		expect(machinesOf(plugin)).toBe("/bin/sh");
		expect(runsOn(plugin, { os: "freebsd", arch: "amd64" })).toBe(true);
		expect(runsOn(plugin, { os: "windows", arch: "amd64" })).toBe(false);
	});
});
