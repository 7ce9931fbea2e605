import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../../../test/builders/ocs-files.ts";
import { installSql, readSample, verdicts } from "../../../../../../test/builders/ocs-reading.ts";

const MAP = "APACHE/Map.pm";
const good = String(ocsFiles()[MAP]);
const judged = (map: string) => verdicts(readSample({ [MAP]: map }));
const withTable = (columns: string, name = "probe") =>
	readSample({
		"install.php": installSql([`CREATE TABLE ${name} (${columns})`], [`DROP TABLE ${name}`]),
	});

describe("a Map waits until it is accepted where it", () => {
	it.each([
		["does not parse", good.replace("};", ";"), "map-syntax"],
		["has no section", good.replace(/\$DATA_MAP[\s\S]*?};\n/, ""), "map-empty"],
		["is code", `${good.replace("1;", "")}system("id");\n1;`, "map-code"],
		["is none of OCS's", good.replace("use Apache::Ocsinventory::Map;", ""), "map-unconnected"],
		["has names that are none", good.replace("MOUNT =>", "'MO-UNT' =>"), "map-name"],
		["replaces a section of OCS", good.replace("{probe}", "{hardware}"), "section-of-ocs"],
		["has a section without a table", good.replace("{probe}", "{other}"), "section-without-table"],
		["has a section in another case", good.replace("{probe}", "{PROBE}"), "section-without-table"],
		[
			"has a field that no column has",
			good.replace("FSTYPE =>", "FSTYP =>"),
			"field-without-column",
		],
		[
			"is sorted by no column",
			good.replace("writeDiff => 0", "writeDiff => 1").replace("'MOUNT'", "'X'"),
			"sort-without-column",
		],
	])("%s", (_name, map, code) => {
		expect(judged(map)).toContain(`warning server ocs/${code}`);
	});

	it("finds a table without OCS's columns", () => {
		expect(verdicts(withTable("ID INT, MOUNT INT, FSTYPE INT"))).toEqual([
			"warning server ocs/table-without-columns",
		]);
	});
});

describe("a Map is fine where", () => {
	it("columns differ in case, for MySQL does not mind", () => {
		expect(verdicts(withTable("id INT, hardware_id INT, Mount INT, fsType INT"))).toEqual([]);
	});

	it("a table without an ID is never compared", () => {
		expect(verdicts(withTable("HARDWARE_ID INT, MOUNT INT, FSTYPE INT"))).toEqual([]);
	});

	it("its package differs, for Perl goes by the file's place", () => {
		expect(judged(good.replace("::Probe::", "::probe::"))).toEqual(["info ocs/map-package"]);
	});

	it("OCS does not write the section itself", () => {
		expect(
			judged(
				good.replace("auto => 1, delOnReplace => 1", "auto => 0").replace("{probe}", "{other}"),
			),
		).toEqual([]);
	});
});

describe("fields that arrive as a list", () => {
	const listed = good
		.replace("delOnReplace => 1", "delOnReplace => 1, multi => 1")
		.replace("FSTYPE =>", "PACKAGE =>");
	const table = {
		"install.php": installSql(
			["CREATE TABLE probe (ID INT, HARDWARE_ID INT, MOUNT INT, PACKAGE INT)"],
			["DROP TABLE probe"],
		),
	};

	it("have the name of something of OCS's", () => {
		expect(verdicts(readSample({ [MAP]: listed, ...table }))).toEqual(["info ocs/field-as-list"]);
	});

	it("or of a section, the extension's own or another's", () => {
		const own = good.replaceAll("MOUNT", "PROBE").replace("auto =>", "multi => 1, auto =>");
		expect(judged(own)).toContain("info ocs/field-as-list");
		const { extension } = readSample({
			[MAP]: good.replace("{probe}", "{fstype}"),
			"install.php": installSql(["CREATE TABLE fstype (ID INT)"]).replaceAll("_probe", "_other"),
		});
		if (extension === null) throw new Error("the neighbour cannot be read");
		expect(verdicts(readSample({}, { neighbours: [extension] }))).toContain(
			"info ocs/field-as-list",
		);
	});

	it("may differ from it in case", () => {
		expect(judged(good.replace("FSTYPE =>", "fstype => {}, Package =>"))).not.toContain(
			"info ocs/field-as-list",
		);
	});
});

it("a section that is mandatory fails every agent, not only those that send it", () => {
	const map = good.replace("FSTYPE =>", "FSTYP =>").replace("auto =>", "mandatory => 1, auto =>");
	expect(readSample({ [MAP]: map }).problems).toMatchObject([
		{ code: "ocs/field-without-column", hint: expect.stringContaining("every agent:") },
	]);
});

it("a table and a section that OCS took over are told", () => {
	const found = readSample({
		[MAP]: good.replace("{probe}", "{unixusers}"),
		"install.php": installSql(
			["CREATE TABLE IF NOT EXISTS unixusers (ID INT, HARDWARE_ID INT, MOUNT INT, FSTYPE INT)"],
			["DROP TABLE `unixusers`;"],
		),
	});
	expect(verdicts(found)).toEqual([
		"warning database ocs/table-adopted",
		"warning server ocs/section-of-ocs",
	]);
});
