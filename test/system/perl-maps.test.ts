import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
	type MapStatements,
	readStatements,
} from "../../packages/core/src/platforms/ocs-inventory/parse/map-statements.ts";
import type { PerlValue } from "../../packages/core/src/platforms/ocs-inventory/parse/perl-data.ts";
import { perlTokens } from "../../packages/core/src/platforms/ocs-inventory/parse/perl-tokens.ts";
import { decodeSource } from "../../packages/core/src/platforms/ocs-inventory/parse/text.ts";

const noPerl = spawnSync("perl", ["-MJSON::PP", "-e", "1"]).status === 0 ? undefined : "no perl";

/** Loads each file as Apache would, in a process of its own, and says what OCS's %DATA_MAP holds then. */
const harness = `
use strict; use JSON::PP;
BEGIN {
    package Apache::Ocsinventory::Map;
    require Exporter;
    our @ISA = ('Exporter'); our @EXPORT = ('%DATA_MAP'); our %DATA_MAP;
    $INC{'Apache/Ocsinventory/Map.pm'} = 'stand-in';
}
sub plain {
    my $value = shift;
    return { map { plain($_) => plain($value->{$_}) } keys %$value } if ref $value eq 'HASH';
    return [ map { plain($_) } @$value ] if ref $value eq 'ARRAY';
    return undef unless defined $value;
    my $text = "$value";
    utf8::decode($text);
    return $text;
}
my @results;
for my $file (@ARGV) {
    pipe(my $from, my $to) or die;
    my $child = fork // die;
    if (!$child) {
        alarm 10;
        open STDOUT, '>', '/dev/null'; open STDERR, '>', '/dev/null';
        my $loads = eval { require $file; 1 } ? 1 : 0;
        print $to JSON::PP->new->ascii->encode({
            loads => $loads, ran => $main::RAN ? 1 : 0, map => plain(\\%Apache::Ocsinventory::Map::DATA_MAP),
        });
        close $to;
        require POSIX; POSIX::_exit(0);
    }
    close $to;
    push @results, do { local $/; <$from> } || '{"loads":0,"ran":0,"map":{}}';
    waitpid $child, 0;
}
print '[', join(',', @results), ']';
`;

interface Loaded {
	loads: 0 | 1;
	ran: 0 | 1;
	map: unknown;
}

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), "graft-maps-"));
	writeFileSync(join(folder, "harness.pl"), harness);
	mkdirSync(join(folder, "maps"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function load(sources: readonly Uint8Array[]): readonly Loaded[] {
	const files = sources.map((source, index) => {
		const file = join(folder, "maps", `${index}.pm`);
		writeFileSync(file, source);
		return file;
	});
	const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
	const told = execFileSync("perl", [join(folder, "harness.pl"), ...files], options);
	return JSON.parse(told.toString());
}

const read = (source: Uint8Array) => readStatements(perlTokens(decodeSource(source)));

function asJson(value: PerlValue): unknown {
	if (value.kind === "hash")
		return Object.fromEntries([...value.entries].map(([key, one]) => [key, asJson(one)]));
	if (value.kind === "list") return value.items.map(asJson);
	return value.kind === "undef" ? null : value.text;
}
const mapOf = ({ sections }: MapStatements) => asJson({ kind: "hash", entries: sections });

function isPlain({ code, fault, isConnected }: MapStatements): boolean {
	return code.length === 0 && fault === null && isConnected;
}

/** What Perl does with it, and what was read of it, agree; how often it was plain data. */
function expectAgreement(sources: readonly Uint8Array[]): number {
	const loaded = load(sources);
	return sources.filter((source, index) => {
		const [seen, perl] = [read(source), loaded[index]];
		const shown = new TextDecoder().decode(source);
		if (isPlain(seen))
			expect({ shown, ...perl }).toEqual({ shown, loads: 1, ran: 0, map: mapOf(seen) });
		if (seen.fault !== null) expect({ shown, loads: perl?.loads }).toEqual({ shown, loads: 0 });
		return isPlain(seen);
	}).length;
}

const HEAD =
	"package Apache::Ocsinventory::Plugins::X::Map;\nuse strict;\nuse Apache::Ocsinventory::Map;\n";
const bytes = (text: string) => new TextEncoder().encode(text);

/** The first nearly always, now and then one of the others. */
const rarely = (usual: string, ...others: string[]) =>
	fc.oneof({ arbitrary: fc.constant(usual), weight: 20 }, fc.constantFrom(...others));
const gap = fc.constantFrom("", " ", "  ", "\n", "\t", " # it's { }\n", "\r\n", "#\n");
const word = fc.oneof(
	fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,6}$/),
	fc.constantFrom("q", "qq", "qw", "s", "y", "tr", "m", "x", "x3", "if", "sub", "print", "undef"),
	fc.constantFrom(
		"__END__",
		"__DATA__",
		"__PACKAGE__",
		"v1",
		"use",
		"eq",
		"BEGIN",
		"and",
		"format",
	),
);
const text = fc.stringMatching(/^[ -~\n]{0,6}$/);
const scalar = fc.oneof(
	{ arbitrary: fc.nat(20).map(String), weight: 20 },
	{ arbitrary: text.map((it) => `'${it.replace(/['\\]/g, "\\$&")}'`), weight: 20 },
	{ arbitrary: text.map((it) => `"${it.replace(/["\\$@]/g, "")}"`), weight: 10 },
	fc.constantFrom("010", "1_000", "1.50", "0x1f", "-3", "-0", "1e3", "12345678901234567890", "007"),
	fc.constantFrom(
		"q(a)",
		"q {a b}",
		"qq/a/",
		"q#a#",
		"q'a'",
		"qw(a b)",
		"undef",
		"'a' . 'b'",
		"'a' x 2",
	),
	fc.constantFrom(
		'"a$x"',
		'"@{[$main::RAN=1]}"',
		'"\\x41"',
		"do { $main::RAN = 1 }",
		"($main::RAN = 1)",
	),
	fc.constantFrom("sub { 1 }", "\\1", "!1", "time", "NAME", "$main::RAN++", "<<X", "1..2", "+1"),
);
const key = fc.oneof(
	{ arbitrary: word, weight: 20 },
	{ arbitrary: fc.stringMatching(/^[A-Z]{1,4}$/).map((it) => `'${it}'`), weight: 8 },
	fc.stringMatching(/^[A-Z]{1,4}$/).map((it) => `"${it}"`),
	fc.constantFrom("q(K)", "7", "010", "'a b'", "$main::RAN=1", "@{[$main::RAN=1]}", "-k"),
);
const arrow = fc.tuple(gap, rarely("=>", ",", "=>,", "="), gap).map((it) => it.join(""));
const comma = fc.tuple(gap, rarely(",", ",,", "=>", "", ";"), gap).map((it) => it.join(""));
const { value } = fc.letrec<{ value: string; pairs: string }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3 },
		scalar,
		tie("pairs").map((it) => `{${it}}`),
		tie("pairs").map((it) => `{ fields => {${it}} }`),
		fc.tuple(gap, scalar, comma, scalar).map((it) => `[${it.join("")}]`),
	),
	pairs: fc
		.array(fc.tuple(key, arrow, tie("value"), comma), { maxLength: 3 })
		.map((all) => all.map((it) => it.join("")).join("")),
}));
const target = fc
	.tuple(
		rarely("$DATA_MAP", "$Apache::Ocsinventory::Map::DATA_MAP", "$main::X", "$DATA_MAP::"),
		gap,
		gap,
		key,
		gap,
		rarely("", "{fields}", "->{X}", "[0]", "('a')", "++"),
	)
	.map(
		([name, before, within, it, behind, more]) =>
			`${name}${before}{${within}${it}${behind}}${more}`,
	);
const statement = fc.oneof(
	{
		arbitrary: fc
			.tuple(target, gap, rarely("=", "=>", "||=", ",", ""), gap, value, gap)
			.map((it) => it.join("")),
		weight: 40,
	},
	fc
		.tuple(target, fc.constant(" = "), value, comma, target, fc.constantFrom(" = ", " => "), value)
		.map((it) => it.join("")),
	value.map((it) => `%DATA_MAP = (a => ${it})`),
	fc.constantFrom(
		"1",
		"0",
		"use strict",
		"use warnings",
		"use lib '/x'",
		"use Apache::Ocsinventory::Map ()",
		"",
	),
	fc.constantFrom(
		"$main::RAN = 1",
		"BEGIN { $main::RAN = 1 }",
		"package Y",
		"no strict",
		"1, $main::RAN = 1",
		"package __END__\n",
	),
	fc.constantFrom(
		"\n=pod\n\nit's {\n\n=cut\n",
		"\n=cut\n$main::RAN=1\n=cut\n",
		"\n=pod\n=cutter\n\n=cut x\n",
		"\n=undef",
	),
	fc.constantFrom(
		"1;\n__END__\n$main::RAN = 1",
		"__END__ => $main::RAN = 1",
		"\n__DATA__\r\n}}",
		"__END__;$main::RAN = 1",
	),
);
const whole = fc
	.array(fc.tuple(statement, rarely(";", ";\n", "", ",")), { maxLength: 4 })
	.map((all) => `${HEAD}${all.map((it) => it.join("")).join("\n")}\n1;\n`);
/** One piece more, or one character less, anywhere. */
const marred = fc
	.tuple(
		whole,
		fc.nat(),
		fc.constantFrom(
			"",
			"",
			",",
			";",
			"{",
			"}",
			")",
			"'",
			'"',
			"#",
			"\n=pod\n",
			"\n=cut\n",
			"\n__END__\n",
			"\r",
			"\f",
			"\v",
			"\u00a0",
			"\0",
			"\x04",
			" x3 ",
			".",
			"%",
			"q(",
			";$main::RAN=1;",
			",$main::RAN=1,",
			"\n=",
			"'x",
			"::",
			"->",
		),
	)
	.map(([source, at, piece]) => {
		const here = at % (source.length + 1);
		return source.slice(0, here) + piece + source.slice(piece === "" ? here + 1 : here);
	});

describe.skipIf(noPerl)("what is read of a Map, and what Perl makes of it", () => {
	it.each([
		["as it is written", whole, 50],
		["with a piece of it changed", marred, 3],
	])(
		"agree %s",
		(_name, source, atLeast) => {
			let plain = 0;
			fc.assert(
				fc.property(fc.array(source, { minLength: 20, maxLength: 60 }), (sources) => {
					plain += expectAgreement(sources.map(bytes));
				}),
				{ numRuns: 12 },
			);
			expect(plain).toBeGreaterThan(atLeast);
		},
		240_000,
	);

	it.each(["utf-16le", "utf-16be"])("agree in %s, with its mark and without", (encoding) => {
		const sources = ["\ufeff", ""].map((mark) => {
			const text = `${mark}${HEAD}$DATA_MAP{a} = { multi => 1, fields => { 'É' => {} } };\n1;\n`;
			const units = Buffer.from(text, "utf16le");
			return new Uint8Array(encoding === "utf-16le" ? units : units.swap16());
		});
		expect(expectAgreement(sources)).toBe(2);
	});
});
