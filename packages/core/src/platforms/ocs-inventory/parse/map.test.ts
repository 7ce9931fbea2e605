import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesOf } from "../../../../../../test/builders/tree.ts";
import { readMap } from "./map.ts";

const read = (source: string) => readMap("APACHE/Map.pm", new TextEncoder().encode(source));
const HEAD =
	"package Apache::Ocsinventory::Plugins::X::Map;\nuse strict;\nuse Apache::Ocsinventory::Map;\n";

describe("a Map", () => {
	it("gives its sections with their columns", () => {
		const map = read(`${HEAD}
# it's {
$DATA_MAP{VM} = { mask => 0, 'auto' => 1, "delOnReplace", 1, sortBy => 'NAME', writeDiff => 1,
  fields => { NAME => {}, 'SIZE' => { type => 1 }, q(X) => { noSql => 1 }, LAST => {}, }, };
$DATA_MAP{'other'}={fields=>{}};

=head1 NOTES

Don't read { this

=cut

1;
__END__
}}}'`);
		expect(map).toMatchObject({
			module: "Apache::Ocsinventory::Plugins::X::Map",
			fault: null,
			code: [],
			isConnected: true,
		});
		expect(map.sections).toEqual([
			{
				name: "VM",
				element: null,
				isAutomatic: true,
				isDeleted: true,
				isMandatory: false,
				isCompared: true,
				sortBy: "NAME",
				columns: ["NAME", "SIZE", "LAST"],
			},
			{
				name: "other",
				element: null,
				isAutomatic: false,
				isDeleted: false,
				isMandatory: false,
				isCompared: false,
				sortBy: "",
				columns: [],
			},
		]);
	});

	it("may fill the whole hash at once", () => {
		const map = read(`${HEAD}%DATA_MAP = (a => { auto => 1 }, b => { auto => 1 });\n1;`);
		expect(map.sections.map((section) => section.name)).toEqual(["a", "b"]);
		expect(map).toMatchObject({ fault: null, code: [], replacesAll: 4 });
	});

	it("has the sections that Perl would give it, where commas stand for semicolons", () => {
		const map = read(
			`${HEAD}$DATA_MAP{a} = { auto => 1, fields => {} },\n$DATA_MAP{b} = { auto => 1 };\n$DATA_MAP{c} => { fields => {} },\n1;`,
		);
		expect(map.sections.map((section) => section.name)).toEqual(["a", "b"]);
		expect(map).toMatchObject({ fault: null, code: [4, 6], unassigned: ["c"] });
	});

	it("makes a list of an element where it may be there several times", () => {
		const element = (section: string) =>
			read(`${HEAD}$DATA_MAP{${section}};\n1;`).sections[0]?.element;
		expect(element("Vm} = { multi => 1, auto => 0 ")).toBe("VM");
		expect(element("Vm} = { multi => 0 ")).toBeNull();
		expect(element("snmp_vms} = { multi => 1, capacities => 'snmp' ")).toBe("VMS");
		expect(element("vms} = { multi => 1, capacities => 'other' ")).toBeNull();
	});

	const section = "$DATA_MAP{a} = { auto => 1, fields => { A => {} } }";
	it.each([
		["behind a comma", `${section}, system("id");`],
		["behind a semicolon", `${section}; system("id");`],
		["before it", `system("id"), ${section};`],
		["as a value", "$DATA_MAP{a} = { auto => system('id'), fields => {} };"],
		["as a whole value", "$DATA_MAP{a} = evil();"],
		["as a key", "$DATA_MAP{a} = { system('id') => 1 };"],
		["as a section", "$DATA_MAP{system('id')} = {};"],
		["in a string", `$DATA_MAP{a} = { sortBy => "@{[system('id')]}" };`],
		["in the name of a section", `$DATA_MAP{"@{[system('id')]}"} = {};`],
		["in a variable's value", '$DATA_MAP{a} = { sortBy => "$ENV{PATH}" };'],
		["in a block", "$DATA_MAP{a} = do { system('id'); {} };"],
		["behind a condition", `${section} if system("id");`],
		["in another module", "use lib '/tmp/x';"],
		["in a module of the plugin's", "use Apache::Ocsinventory::Plugins::X::Evil;"],
		["in what a pragma is given", "use strict system('id');"],
		["before anything else", "BEGIN { system('id') }"],
		["behind what looks like the end", "__END__ => system('id');"],
		["behind what looks like POD", "$DATA_MAP{a}\n=system('id');\n=cut\n= {};"],
		["behind what looks like the end of POD", "=pod\n\n=cutter\n\n=cut\n\nsystem('id');"],
		["behind what looks like a comment", "$DATA_MAP{a} = q#;system('id');#;"],
		["in another variable", "$INC{'x'} = 1;"],
		["in a part of a section", `${section}; $DATA_MAP{a}{fields} = evil();`],
		["in another package", `${section}; package main; sub handler { evil() }`],
	])("that holds code %s is not plain data", (_name, source) => {
		expect(read(`${HEAD}${source}\n1;`).code).not.toEqual([]);
	});

	it("has each of its statements told that is none", () => {
		const map = read(`${HEAD}use lib 'x';\n${section};\nsub f {\n 1;\n}\n${section}, 1;\n1;`);
		expect(map.code).toEqual([4, 6, 9]);
		expect(map.sections).toHaveLength(1);
	});

	it.each([
		["a section that is a text", "$DATA_MAP{a} = 'b';", ["a"]],
		["fields in a list", "$DATA_MAP{a} = { fields => ['A', 'B'] };", ["a.fields"]],
		[
			"a field that is a number",
			"$DATA_MAP{a} = { fields => { A => 1, B => {}, C => undef } };",
			["a.A"],
		],
	])("that OCS's server cannot read is told: %s", (_name, source, places) => {
		expect(read(`${HEAD}${source}\n1;`)).toMatchObject({
			misshapen: places,
			fault: null,
			code: [],
		});
	});

	it("must be true in the end", () => {
		expect(read(`${HEAD}${section};`).fault).toBeNull();
		expect(read(`${HEAD}${section};\n0;`).fault?.message).toContain("1;");
		expect(read("use Apache::Ocsinventory::Map;").fault?.message).toContain("1;");
	});

	it.each([
		["little-endian, with its mark", true, "\ufeff"],
		["big-endian, with its mark", false, "\ufeff"],
		["little-endian, without a mark", true, ""],
		["big-endian, without a mark", false, ""],
	])("may be UTF-16: %s", (_name, isLittle, mark) => {
		const units = Buffer.from(`${mark}${HEAD}${section};\n1;`, "utf16le");
		const map = readMap("APACHE/Map.pm", new Uint8Array(isLittle ? units : units.swap16()));
		expect(map).toMatchObject({
			fault: null,
			code: [],
			isConnected: true,
			sections: [{ name: "a" }],
		});
	});

	it("is read as bytes, so that no other kind of space is one", () => {
		const source = `${HEAD}$DATA_MAP{a}\u00a0= {};\n1;`;
		expect(readMap("", bytesOf(source)).code).toEqual([4]);
	});

	it.each([
		["a brace too few", "$DATA_MAP{a} = { fields => { A => {} };\n1;", "closes"],
		["a brace too many", "$DATA_MAP{a} = { fields => {} } };\n1;", "opened"],
		["no comma", "$DATA_MAP{a} = { mask => 0 auto => 1 };\n1;", "comma"],
		["no comma between fields", "$DATA_MAP{a} = { fields => { A => {} B => {} } };\n1;", "comma"],
		["no semicolon", "$DATA_MAP{a} = { auto => 1 }\n1;", "semicolon"],
		["an open string", "$DATA_MAP{a} = { sortBy => 'A };\n1;", "string"],
	])("that Perl refuses is told: %s", (_name, source, message) => {
		expect(read(HEAD + source).fault?.message).toContain(message);
	});

	it("leaves to Perl what only Perl can tell", () => {
		const map = read(
			`${HEAD}my $x = "a}b" =~ m/'{/ ? 1 : 0;\n$DATA_MAP{a} = { auto => $x, fields => { A => {} } };\n1;`,
		);
		expect(map.fault).toBeNull();
		expect(map.code).toEqual([4]);
	});

	it("is read as it is written, however it is laid out", () => {
		// Words that begin a quotation need `=>` at once.
		const name = fc
			.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/)
			.filter((it) => !/^([msqvy]|q[qrwx]|tr|v\d.*|__[A-Z]+__)$/.test(it));
		const space = fc.constantFrom("", " ", "\n\t", " # it's { }\n", "\r\n");
		const quoted = fc.constantFrom(
			(key: string) => `'${key}'`,
			(key: string) => `"${key}"`,
			(key: string) => key,
		);
		const sections = fc.dictionary(name, fc.uniqueArray(name, { maxLength: 5 }), {
			maxKeys: 4,
			noNullPrototype: false,
		});
		fc.assert(
			fc.property(sections, space, quoted, (given, gap, quote) => {
				const source = Object.entries(given).map(([section, fields]) => {
					const columns = fields.map((field) => `${quote(field)}${gap}=>${gap}{}`).join(`,${gap}`);
					return `$DATA_MAP{${quote(section)}}${gap}=${gap}{${gap}auto => 1,${gap}fields => {${columns}}${gap}};`;
				});
				const map = read(`${HEAD}${source.join("\n")}\n1;\n`);
				expect(map.fault).toBeNull();
				expect(Object.fromEntries(map.sections.map((one) => [one.name, one.columns]))).toEqual(
					given,
				);
			}),
		);
	});

	it("makes nothing fail, whatever it is", () => {
		const piece = fc.constantFrom(
			"$DATA_MAP{a}",
			"=",
			"{",
			"}",
			"(",
			"[",
			"=>",
			",",
			";",
			"'",
			'"',
			"a",
			"1",
			"\n=x\n",
			"q{",
			"sub",
			"%DATA_MAP",
			"\\",
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => void read(pieces.join(" "))),
		);
	});
});
