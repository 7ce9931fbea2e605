import fc from "fast-check";
import { describe, expect, it } from "vitest";
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
			code: null,
			isConnected: true,
		});
		expect(map.sections).toEqual([
			{
				name: "VM",
				isAutomatic: true,
				isDeleted: true,
				isMandatory: false,
				isList: false,
				isCompared: true,
				sortBy: "NAME",
				columns: ["NAME", "SIZE", "LAST"],
			},
			{
				name: "other",
				isAutomatic: false,
				isDeleted: false,
				isMandatory: false,
				isList: false,
				isCompared: false,
				sortBy: "",
				columns: [],
			},
		]);
	});

	it("may fill the whole hash at once", () => {
		const map = read(`${HEAD}%DATA_MAP = (a => { auto => 1 }, b => { auto => 1 });\n1;`);
		expect(map.sections.map((section) => section.name)).toEqual(["a", "b"]);
		expect(map.fault).toBeNull();
	});

	it("has the sections that Perl would give it, where commas stand for semicolons", () => {
		const map = read(
			`${HEAD}$DATA_MAP{a} = { auto => 1, fields => {} },\n$DATA_MAP{b} => { fields => {} },\n1;`,
		);
		expect(map.fault).toBeNull();
		expect(map.sections.map((section) => section.name)).toEqual(["a"]);
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
		expect(map.code).toBe(4);
	});

	it("is read as it is written, however it is laid out", () => {
		const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
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
