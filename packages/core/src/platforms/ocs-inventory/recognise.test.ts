import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../../test/builders/ocs-files.ts";
import { makeTree } from "../../../../../test/builders/tree.ts";
import { recognise } from "./recognise.ts";

describe("an OCS extension is recognised", () => {
	it.each([
		["complete", ocsFiles()],
		["by the old engine's functions", { "install.php": "<?php\nfunction plugin_init_x() {}" }],
		["by infos.json alone", { "infos.json": '{ "displayName" : "X" }' }],
		["by hook.xml alone", { "hook.xml": "<hookstore></hookstore>" }],
		["by its conf alone", { "apache/x.conf": "PerlModule Apache::Ocsinventory::Plugins::X::Map" }],
	])("%s", (_name, files) => {
		expect(recognise(makeTree(files))).toBe(true);
	});

	it.each([
		["nothing", {}],
		["another system's module", { "x.py": "import yapsy", "x.ini": "[Core]" }],
		["another program's install.php", { "install.php": "<?php function install() {}" }],
	])("and not %s", (_name, files) => {
		expect(recognise(makeTree(files))).toBe(false);
	});
});
