import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	isOcsList,
	isOcsSingle,
} from "../../packages/core/src/platforms/ocs-inventory/rules/ocs-elements.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { codes, readSample } from "../builders/ocs-reading.ts";

const modules = ["Apache::Ocsinventory::Map", "XML::Simple", "JSON::PP"];
const asked = spawnSync("perl", [...modules.map((name) => `-M${name}`), "-e", "1"]);
const missing = asked.status === 0 ? undefined : "missing: ocsinventory-server";

/**
 * OCS's own functions, on its own %DATA_MAP and a plugin's: what they make lists of, the statements that they form, and
 * what its XML reader then gives.
 */
const server = `
use strict; use JSON::PP; use XML::Simple;
$XML::Simple::PREFERRED_PARSER = 'XML::Parser';
BEGIN {
    package Apache::Ocsinventory::Server::System;
    require Exporter;
    our @ISA = ('Exporter'); our @EXPORT_OK = ('_log'); our %EXPORT_TAGS = (server => ['_log']);
    sub _log {}
    $INC{'Apache/Ocsinventory/Server/System.pm'} = 'stand-in';
}
my ($map, $xml) = @ARGV;
require $map if $map ne '';
require Apache::Ocsinventory::Server::Inventory::Data;
my (%sections, @sections, @lists, %fields);
my $reads = eval {
    Apache::Ocsinventory::Server::Inventory::Data::_init_map(\\%sections, \\@sections);
    Apache::Ocsinventory::Server::Inventory::Data::_get_parser_ForceArray(\\@lists);
    1;
};
while (my ($name, $meta) = each %sections) {
    $fields{$_} = 1 for @{ $meta->{field_arrayref} // [] };
}
my $inventory = XMLin($xml, ForceArray => \\@lists, SuppressEmpty => 1);
my $probe = $sections{probe} // {};
print encode_json({
    reads => $reads ? 1 : 0, lists => \\@lists, fields => [keys %fields],
    insert => $probe->{sql_insert_string}, inventory => $inventory,
});
`;

const good = String(ocsFiles()["APACHE/Map.pm"]);
const xml = `<REQUEST><QUERY>INVENTORY</QUERY><DEVICEID>pc-1</DEVICEID><CONTENT>
<HARDWARE><MEMORY>4096</MEMORY><NAME>pc</NAME></HARDWARE>
<SOFTWARES><NAME>x</NAME><LANGUAGE>en</LANGUAGE></SOFTWARES>
<PROBE><MOUNT>/</MOUNT><FSTYPE>ext4</FSTYPE></PROBE>
</CONTENT></REQUEST>`;

describe.skipIf(missing)(`the server of OCS itself${missing ? ` (${missing})` : ""}`, () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "graft-elements-"));
		writeFileSync(join(folder, "server.pl"), server);
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	function ask(map: string | null) {
		const path = join(folder, "Map.pm");
		if (map !== null) writeFileSync(path, map);
		const args = [join(folder, "server.pl"), map === null ? "" : path, xml];
		return JSON.parse(execFileSync("perl", args).toString());
	}
	const told = (map: string) => codes(readSample({ "APACHE/Map.pm": map }).problems);

	it("makes lists of what is known as a list, and stores fields that are known", () => {
		const { lists, fields } = ask(null);
		expect(lists.length).toBeGreaterThan(20);
		expect(lists.filter((name: string) => !isOcsList(name))).toEqual([]);
		expect(fields.length).toBeGreaterThan(80);
		const unknown = fields.filter((name: string) => !isOcsSingle(name) && !isOcsList(name));
		expect(unknown).toEqual([]);
	});

	it("reads its own fields as lists because of a section of that name", () => {
		const { CONTENT: usual } = ask(good).inventory;
		expect(usual.HARDWARE.MEMORY).toBe("4096");
		const { CONTENT: memory } = ask(good.replace("{probe}", "{memory}")).inventory;
		expect(memory.HARDWARE.MEMORY).toEqual(["4096"]);
		const { CONTENT: language } = ask(good.replace("{probe}", "{language}")).inventory;
		expect(language.SOFTWARES.LANGUAGE).toEqual(["en"]);
		const { QUERY } = ask(good.replace("{probe}", "{Query}")).inventory;
		expect(QUERY).toEqual(["INVENTORY"]);
	});

	it("reads another extension's field as a list, in either order", () => {
		const both = `${good.replace("1;\n", "")}$DATA_MAP{fstype} = { multi => 1, auto => 1, fields => { A => {} } };\n1;\n`;
		expect(ask(both).inventory.CONTENT.PROBE).toEqual([{ MOUNT: "/", FSTYPE: ["ext4"] }]);
	});

	it("writes columns twice that are listed so, and none where there are none", () => {
		const twice = good.replace("MOUNT => {}", "HARDWARE_ID => {}");
		expect(ask(twice).insert.match(/HARDWARE_ID/g)).toHaveLength(2);
		expect(told(twice)).toContain("ocs/field-twice");
		const empty = good.replace(/fields => \{.*\},/, "fields => {},");
		expect(ask(empty).insert).toBe("INSERT INTO probe(HARDWARE_ID) VALUES(?)");
		expect(told(empty)).toContain("ocs/section-without-fields");
	});

	it.each([
		["a section", good.replace(/= \{[\s\S]*\};/, "= 'x';")],
		["fields", good.replace(/fields => \{.*\},/, "fields => ['MOUNT'],")],
		["a field", good.replace("MOUNT => {}", "MOUNT => 1")],
	])("cannot start where %s is no hash", (_name, map) => {
		expect(ask(map).reads).toBe(0);
		expect(told(map)).toContain("ocs/map-shape");
	});
});
