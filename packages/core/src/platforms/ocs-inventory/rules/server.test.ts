import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../../../test/builders/ocs-files.ts";
import { readSample, verdicts } from "../../../../../../test/builders/ocs-reading.ts";

const CONF = "APACHE/probe.conf";
const LINE = "PerlModule Apache::Ocsinventory::Plugins::Probe::Map";
const MAP = ocsFiles()["APACHE/Map.pm"] ?? "";
const GOOD_NAME = /^\{confDir\}\/probe\.conf$/;

describe("a conf", () => {
	it.each([
		`${LINE};\r\n`,
		`# comment\n\n${LINE}`,
		`perlmodule "Apache::Ocsinventory::Plugins::Probe::Map"\n`,
	])("may be written as %j", (conf) => {
		const reading = readSample({ [CONF]: conf });
		expect(reading.problems).toEqual([]);
		expect(reading.extension?.parts.server.files.map((file) => file.to)).toEqual([
			"{perlDir}/Apache/Ocsinventory/Plugins/Probe/Map.pm",
			expect.stringMatching(GOOD_NAME),
		]);
	});

	it("with a byte order mark is refused", () => {
		const reading = readSample({ [CONF]: `\u{feff}${LINE}\n` });
		expect(reading.problems).toMatchObject([
			{ severity: "error", code: "ocs/conf-bom", path: CONF },
		]);
	});

	it("with a name that is none is refused", () => {
		const reading = readSample({ [CONF]: null, "APACHE/-a b.conf": LINE });
		expect(verdicts(reading)).toEqual(["error ocs/conf-name"]);
	});

	it.each([
		["loads a Map that is not there", { "APACHE/Map.pm": null }, "module-missing"],
		[
			"loads another module",
			{ [CONF]: `${LINE}\nPerlModule Apache::Ocsinventory::Plugins::Probe::More\n` },
			"module-missing",
		],
		[
			"loads it in the wrong case",
			{ [CONF]: LINE.replace("Plugins", "plugins") },
			"module-missing",
		],
		["loads nothing", { [CONF]: "\n" }, "conf-module"],
		["does something else", { [CONF]: `${LINE}\nAllowEverything on\n` }, "conf-directive"],
		["is junk", { [CONF]: `${LINE}\nPK\u0003\u0004` }, "conf-directive"],
		["is missing", { [CONF]: null }, "conf-missing"],
		["is one of two", { "APACHE/other.conf": LINE }, "several-confs"],
	])("that %s waits until it is accepted", (_name, changes, code) => {
		expect(verdicts(readSample(changes))).toEqual([`warning server ocs/${code}`]);
	});

	it("in a folder of the wrong case is said, and still put where it belongs", () => {
		const reading = readSample({
			"APACHE/Map.pm": null,
			[CONF]: null,
			"apache/map.pm": MAP,
			"apache/probe.conf": LINE,
		});
		expect(verdicts(reading)).toEqual(["info ocs/folder-case", "info ocs/folder-case"]);
		expect(reading.extension?.parts.server.files.map(({ from, to }) => [from, to])).toEqual([
			["apache/map.pm", "{perlDir}/Apache/Ocsinventory/Plugins/Probe/Map.pm"],
			["apache/probe.conf", "{confDir}/probe.conf"],
		]);
	});

	it("beyond APACHE/ is said not to be covered", () => {
		const reading = readSample({
			"filter/filter.conf": "PerlModule Apache::Ocsinventory::Filter\n",
			"APACHE/README": "",
		});
		expect(reading.problems).toMatchObject([
			{
				severity: "info",
				code: "ocs/server-file-left",
				message: expect.stringContaining("APACHE/README and filter/filter.conf"),
			},
		]);
	});
});
