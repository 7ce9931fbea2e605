import { describe, expect, it } from "vitest";
import { readSample, verdicts } from "../../../../../../test/builders/ocs-reading.ts";

const hooks = (inner: string, head = "") => `${head}<hookstore>${inner}</hookstore>`;
const entry = (identifier: string, category = "other") =>
	`<hook type="cdentry"><identifier>${identifier}</identifier><translation>990001</translation><category>${category}</category></hook>`;
const judged = (xml: string | Uint8Array) => verdicts(readSample({ "hook.xml": xml }));

describe("hook.xml", () => {
	it.each([
		["a DTD", hooks("", `<!DOCTYPE a SYSTEM "file:///etc/passwd">`)],
		["an entity", hooks("", `<!doctype a [<!entity b "c">]>`)],
		["an encoding that hides one", hooks("", `<?xml version="1.0" encoding="UTF-7"?>`)],
		[
			"a DTD of two bytes for each character",
			new Uint8Array(Buffer.from(`\u{feff}${hooks("", "<!DOCTYPE a>")}`, "utf16le")),
		],
	])("with %s is refused", (_name, xml) => {
		expect(judged(xml)).toEqual(["error ocs/hook-dtd"]);
	});

	it.each(["../../etc", "a/b", "a\\b", "aé"])("with the identifier %j is refused", (identifier) => {
		expect(judged(hooks(entry(identifier)))).toContain("error ocs/hook-identifier");
	});

	it.each([
		["is not closed", "<hookstore><hook>"],
		["has text before its first line", hooks("", ` <?xml version="1.0"?>`)],
		["is not UTF-8", Uint8Array.from(hooks("é"), (one) => one.charCodeAt(0))],
		["is nested without end", hooks("<a>".repeat(300) + "</a>".repeat(300))],
	])("that %s waits until it is accepted", (_name, xml) => {
		expect(judged(xml)).toEqual(["warning web ocs/hook-malformed"]);
	});

	it("may be all that PHP takes: UTF-16, names of no namespace, a DOCTYPE in a comment", () => {
		const text = hooks(`<!-- <!DOCTYPE a> -->${entry("cd_probe")}<x:other/>`);
		expect(judged(text)).toEqual([]);
		expect(judged(new Uint8Array(Buffer.from(`\u{feff}${text}`, "utf16le")))).toEqual([]);
		expect(judged(text.replace(/hookstore/g, "any"))).toEqual([]);
	});

	it("is told wrong with one full stop", () => {
		const { problems } = readSample({ "hook.xml": "<hookstore><hook></hookstore>" });
		expect(problems[0]?.message).toMatch(/[^.]\.$/);
	});

	it("may say the same in another encoding", () => {
		const xml = hooks(
			`<!-- é -->${entry("cd_probe")}`,
			`<?xml version="1.0" encoding="ISO-8859-1"?>`,
		);
		expect(judged(Uint8Array.from(xml, (one) => one.charCodeAt(0)))).toEqual([]);
	});

	it("is compared with the pages that are there", () => {
		expect(judged(hooks(entry("cd_other")))).toEqual(["info ocs/hook-page-missing"]);
		expect(judged(hooks(entry("cd_probe").repeat(2)))).toEqual(["info ocs/hook-twice"]);
		expect(judged(hooks(entry("cd_probe", "games")))).toEqual(["info ocs/hook-category"]);
	});
});

describe("the name of a page", () => {
	const labels = (files: Record<string, string | null>) =>
		verdicts(readSample({ "language/en_GB/en_GB.txt": null, ...files }));

	it.each<[string, Record<string, string | null>]>([
		["stands in a language that OCS does not have", { "language/en/en.txt": "990001 Probe\n" }],
		["stands in no file", {}],
		["has another number", { "language/en_GB/en_GB.txt": "990002 Probe\n" }],
		["has no text", { "language/en_GB/en_GB.txt": "990001\n" }],
		["stands behind a tab", { "language/en_GB/en_GB.txt": "990001\tProbe\n" }],
		["stands behind a byte order mark", { "language/en_GB/en_GB.txt": "\u{feff}990001 Probe\n" }],
		["stands in one language alone", { "language/fr_FR/fr_FR.txt": "990001 Sonde\n" }],
	])("is missed where it %s", (_name, files) => {
		expect(labels(files)).toEqual(["info ocs/hook-label-missing"]);
	});

	it("is found by OCS's own reading of a line", () => {
		expect(labels({ "language/en_GB/en_GB.txt": "1\r\n 990001 Probe\r\n" })).toEqual([
			"info ocs/translation-of-ocs",
		]);
	});
});

it("texts for OCS's own numbers are told", () => {
	expect(
		verdicts(readSample({ "language/fr_FR/fr_FR.txt": "23 Vingt-trois\r\n990002 Autre\n" })),
	).toEqual(["info ocs/translation-of-ocs"]);
});

it("libraries that are left to fetch are told", () => {
	expect(verdicts(readSample({ "composer.json": "{}" }))).toEqual(["info ocs/composer"]);
	expect(verdicts(readSample({ "composer.json": "{}", "vendor/autoload.php": "" }))).toEqual([]);
});
