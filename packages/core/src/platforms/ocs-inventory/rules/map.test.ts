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
		[
			"sets all sections anew",
			good.replace(/\$DATA_MAP\{(\w+)\} = ([\s\S]*?);\n/, "%DATA_MAP = ($1 => $2);\n"),
			"map-replaced",
		],
		["names a section without setting it", good.replace("} =", "} =>"), "map-unassigned"],
		["has a field that is no hash", good.replace("MOUNT => {}", "MOUNT => 1"), "map-shape"],
		[
			"lists HARDWARE_ID",
			good.replace("MOUNT => {}", "MOUNT => {}, hardware_id => {}"),
			"field-twice",
		],
		[
			"lists a field in two cases",
			good.replace("MOUNT => {}", "MOUNT => {}, Mount => {}"),
			"field-twice",
		],
		["lists ID", good.replace("MOUNT => {}", "MOUNT => {}, ID => {}"), "field-id"],
		["has no fields", good.replace(/fields => \{.*\},/, "fields => {},"), "section-without-fields"],
		[
			"stores none of its fields",
			good.replaceAll("=> {}", "=> { noSql => 1 }"),
			"section-without-fields",
		],
		["has a word of SQL for a field", good.replace("FSTYPE =>", "KEY =>"), "map-name"],
		["has a word of SQL for a section", good.replace("{probe}", "{rank}"), "map-name"],
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

describe("a section that makes lists of what is none", () => {
	const named = (name: string) =>
		readSample({ [MAP]: good.replace("{probe}", `{${name}}`) }).problems.find(
			({ code }) => code === "ocs/section-as-field",
		);

	it.each(["memory", "SWAP", "type", "hardware", "content", "deviceid", "checksum"])(
		"keeps OCS from taking any inventory: %s",
		(name) => {
			expect(named(name)).toMatchObject({ severity: "warning", part: "server" });
			expect(named(name)?.hint).toContain("500");
		},
	);

	it.each(["language", "Publisher", "version", "serialnumber", "guid", "ip", "entry", "javaname"])(
		"spoils columns of OCS's own: %s",
		(name) => {
			expect(named(name)?.hint).toContain("ARRAY");
		},
	);

	it.each(["probe", "printers_of_mine", "action", "useragent"])("is none: %s", (name) => {
		expect(named(name)).toBeUndefined();
	});

	it("does so with `multi` alone", () => {
		const once = good.replace("{probe}", "{memory}").replace("multi => 1", "multi => 0");
		expect(judged(once)).not.toContain("warning server ocs/section-as-field");
		const elsewhere = good.replace("{probe}", "{memory}").replace("auto => 1", "capacities => 'x'");
		expect(judged(elsewhere)).not.toContain("warning server ocs/section-as-field");
	});

	const other = (map: string) => {
		const { extension } = readSample(
			{ [MAP]: map, "language/en_GB/en_GB.txt": null },
			{ id: "other", table: "other" },
		);
		if (extension === null) throw new Error("the neighbour cannot be read");
		return extension;
	};
	const others = String(ocsFiles({ id: "other" })[MAP]);

	it("is told with the extension whose field it is, whichever came first", () => {
		const one = other(others.replace("FSTYPE =>", "PROBE =>"));
		expect(verdicts(readSample({}, { neighbours: [one] }))).toEqual([
			"warning server ocs/section-as-field",
		]);
		expect(readSample({}, { neighbours: [one] }).problems[0]?.message).toContain("other");
		const two = other(others.replace("{other}", "{fstype}"));
		expect(verdicts(readSample({}, { neighbours: [two] }))).toEqual(["info ocs/field-as-list"]);
	});

	it("leaves alone fields that no element is like, or that OCS does not store", () => {
		const lower = other(others.replace("FSTYPE =>", "probe =>"));
		const unread = other(others.replace("auto => 1", "auto => 0").replace("FSTYPE =>", "PROBE =>"));
		const once = other(others.replace("{other}", "{fstype}").replace("multi => 1", "multi => 0"));
		for (const neighbour of [lower, unread, once])
			expect(verdicts(readSample({}, { neighbours: [neighbour] }))).toEqual([]);
	});

	it("is the other way round where OCS or another extension makes a list of a single section", () => {
		const single = good.replace("multi => 1", "multi => 0");
		expect(judged(single.replace("{probe}", "{fans}"))).toContain(
			"warning server ocs/section-as-list",
		);
		const neighbours = [other(others.replace("{other}", "{Probe}"))];
		expect(verdicts(readSample({ [MAP]: single }, { neighbours }))).toContain(
			"warning server ocs/section-as-list",
		);
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
