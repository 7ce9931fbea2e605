import { describe, expect, it } from "vitest";
import {
	codes,
	installPhp,
	readSample,
	verdicts,
} from "../../../../../../test/builders/ocs-reading.ts";

const infos = (fields: object) =>
	JSON.stringify({
		displayName: "P",
		version: "1.0",
		author: ["A"],
		description: { en: "D" },
		licence: "L",
		...fields,
	});

describe("refused by name", () => {
	it.each([
		["no install.php", { "install.php": null }, "error ocs/no-install-php"],
		[
			"install.php that is no PHP",
			{ "install.php": "<?php function (" },
			"error ocs/install-php-syntax",
		],
		[
			"the old engine",
			{ "install.php": "<?php function plugin_init_a() {}" },
			"error ocs/old-engine",
		],
		[
			"no install function",
			{ "install.php": "<?php function extension_delete_a() {}" },
			"error ocs/no-install-function",
		],
		[
			"an id that is no folder",
			{ "install.php": "<?php function extension_install_é() {}" },
			"error ocs/id-unsafe",
		],
		[
			"an endless id",
			{ "install.php": installPhp("", "", "a".repeat(101)) },
			"error ocs/id-unsafe",
		],
	])("%s", (_name, changes, verdict) => {
		const reading = readSample(changes);
		expect(verdicts(reading)).toContain(verdict);
	});

	it.each([
		"1.0'); DROP TABLE hardware; --",
		"1 OR 1",
		"../1",
		"-1",
		".1",
		"$(id)",
		"1\n2",
		"1\u001b[2J",
	])("the version %j", (version) => {
		expect(verdicts(readSample({ "infos.json": infos({ version }) }))).toContain(
			"error ocs/version-unsafe",
		);
	});
});

it.each(["2.7.1", "", "1.0-beta"])(
	"says that OCS makes an SQL error of the version %j, which Graft can enter all the same",
	(version) => {
		expect(verdicts(readSample({ "infos.json": infos({ version }) }))).toEqual([
			"info ocs/version-not-a-number",
		]);
	},
);

describe("waiting until it is accepted", () => {
	it.each<[string, string | Uint8Array]>([
		["is no JSON", "{"],
		["has a byte order mark", `\u{feff}${infos({})}`],
		["is not UTF-8", Uint8Array.from(infos({ licence: "é" }), (one) => one.charCodeAt(0))],
		["is no object", "[]"],
		["has half of a character", infos({}).replace(`"L"`, String.raw`"\ud83d"`)],
	])("infos.json that %s", (_name, content) => {
		const { problems } = readSample({ "infos.json": content });
		expect(codes(problems)).toContain("ocs/infos-unreadable");
	});

	it.each([
		["a description that is no list of languages", { description: "D" }],
		["a list for a text", { displayName: ["P"] }],
		["an object for the first author", { author: [{ name: "A" }] }],
	])("%s, at which OCS's own installation fails", (_name, fields) => {
		expect(verdicts(readSample({ "infos.json": infos(fields) }))).toEqual([
			"warning web ocs/infos-shape",
		]);
	});

	it("control characters, and marks that turn text", () => {
		expect(verdicts(readSample({ "infos.json": infos({ displayName: "a\u001b[31m" }) }))).toEqual([
			"warning web ocs/text-control",
		]);
		expect(verdicts(readSample({ "infos.json": infos({ licence: "a\u202eb" }) }))).toEqual([
			"warning web ocs/text-control",
		]);
		expect(
			verdicts(readSample({ "infos.json": infos({ description: { en: "a\r\n\tb" } }) })),
		).toEqual([]);
	});

	it("a function that OCS asks for and does not find", () => {
		const php = installPhp("").replace("extension_upgrade_probe", "extension_upgrade_other");
		expect(verdicts(readSample({ "install.php": php }))).toContain(
			"warning web ocs/function-missing",
		);
	});

	it("code that OCS's console would run by looking", () => {
		const php = `${installPhp("")}\nsystem('id');`;
		expect(verdicts(readSample({ "install.php": php }))).toContain("warning web ocs/loose-code");
		expect(
			codes(readSample({ "install.php": `\u{feff}${installPhp("")}?>\n\n` }).problems),
		).not.toContain("ocs/loose-code");
	});

	it("two ids in one install.php", () => {
		const php = `${installPhp("", "", "other")}\nfunction extension_install_probe() {}`;
		const reading = readSample({ "install.php": php });
		expect(verdicts(reading)).toContain("warning web ocs/several-install-functions");
		expect(reading.extension?.id).toBe("probe");
	});
});

describe("good to know", () => {
	it("that OCS shows one letter of an author who is no list", () => {
		expect(verdicts(readSample({ "infos.json": infos({ author: "Alice" }) }))).toEqual([
			"info ocs/infos-author",
		]);
	});

	it("that infos.json is missing, or a text too long for OCS", () => {
		expect(verdicts(readSample({ "infos.json": null }))).toContain("info ocs/infos-missing");
		expect(verdicts(readSample({ "infos.json": infos({ displayName: "a".repeat(256) }) }))).toEqual(
			["info ocs/text-too-long"],
		);
	});
});
