import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseIniFile } from "./ini.ts";
import { interpolate } from "./interpolate.ts";

/** null where it raises; a value is null where getting it does. */
type Read = Readonly<Record<string, Readonly<Record<string, string | null>>>> | null;

const PYTHON = `
import base64, configparser, io, json, sys
def get(ini, section, name):
    try:
        return ini.get(section, name)
    except configparser.Error:
        return None
def read(data):
    ini = configparser.ConfigParser()
    try:
        ini.read_file(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError):
        return None
    return {s: {o: get(ini, s, o) for o in ini.options(s)} for s in ini.sections()}
print(json.dumps([read(base64.b64decode(each)) for each in json.load(sys.stdin)]))
`;

function pythons(files: readonly Uint8Array[]): Read[] {
	const input = JSON.stringify(files.map((file) => Buffer.from(file).toString("base64")));
	return JSON.parse(execFileSync("python3", ["-c", PYTHON], { input, encoding: "utf8" }));
}

function ours(file: Uint8Array): Read {
	const { ini, errors } = parseIniFile(file);
	if (errors.length > 0) return null;
	const sections = [...ini].map(([section, options]) => {
		const values = [...options].map(([name, { value }]) => [
			name,
			interpolate(value, options) ?? null,
		]);
		return [section, Object.fromEntries(values)];
	});
	return Object.fromEntries(sections);
}

const line = fc.oneof(
	fc.constantFrom("[Core]", "[Core]", "[main]", "[DEFAULT]", "[Core] ; x", "[a]b]", "[]", "[ x ]"),
	fc.constantFrom("Name = a", "name: b", "Module=%(name)s", "Module = %(Name)s/%%", "x = %"),
	fc.constantFrom(
		"y = %(y)s",
		"z = %(x",
		"url = http://a:b=c # no",
		"k",
		"= v",
		" : v",
		"e =",
		"e:",
	),
	fc.constantFrom(
		"",
		"  ",
		"\t",
		"# c",
		"  ; c",
		"   more",
		"\tmore = 1",
		"    [in]",
		"\u3000w = 1",
	),
	fc.constantFrom(
		"\ufeff[Core]",
		"ÄÖ = Ü",
		"İ = 1",
		"\u0085n = 1",
		"\u001cn = 1",
		"a\u2028b = 1",
		"a\fb=\v2",
	),
	fc.string({ maxLength: 6 }),
);
const text = fc
	.array(fc.tuple(line, fc.constantFrom("\n", "\n", "\n", "\r\n", "\r", "")), { maxLength: 8 })
	.map((lines) => lines.map(([one, end]) => one + end).join(""));
const likely = text.map((rest) => `[Core]\n${rest}`);
const file = fc.oneof(
	likely.map((all) => Buffer.from(all)),
	text.map((all) => Buffer.from(all)),
	likely.map((all) => Buffer.from(all, "latin1")),
	likely.map((all) => Buffer.from(all, "utf16le")),
);

it("whatever the file is, Python's configparser reads the same in it, or raises where we object", () => {
	fc.assert(
		fc.property(fc.array(file, { minLength: 250, maxLength: 250 }), (files) => {
			const read = files.map(ours);
			pythons(files).forEach((theirs, at) => {
				expect([files[at]?.toString(), read[at]]).toEqual([files[at]?.toString(), theirs]);
			});
			expect(read.filter((one) => one !== null).length).toBeGreaterThan(20);
		}),
		{ numRuns: 8, endOnFailure: true },
	);
});
