import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../../test/builders/ocs-files.ts";
import { installPhp, readSample } from "../../../../../test/builders/ocs-reading.ts";
import { sha256 } from "../../../../../test/builders/tree.ts";

describe("a complete extension", () => {
	const { extension, problems } = readSample({}, { id: "mounts", version: "1.2" });
	const files = ocsFiles({ id: "mounts", version: "1.2" });

	it("has nothing wrong with it", () => {
		expect(problems).toEqual([]);
	});

	it("is described by install.php and infos.json", () => {
		expect(extension).toMatchObject({
			platform: "ocs-inventory",
			id: "mounts",
			version: "1.2",
			name: "Extension mounts",
			description: "What mounts collects",
			authors: ["A. Author"],
			licence: "GPLv2",
		});
	});

	it("goes to the server under the conf's Perl directory, Map first", () => {
		expect(extension?.parts.server).toEqual({
			files: [
				{
					from: "APACHE/Map.pm",
					to: "{perlDir}/Apache/Ocsinventory/Plugins/Mounts/Map.pm",
					sha256: sha256(files["APACHE/Map.pm"] ?? ""),
				},
				{
					from: "APACHE/mounts.conf",
					to: "{confDir}/mounts.conf",
					sha256: sha256(files["APACHE/mounts.conf"] ?? ""),
				},
			],
		});
		expect(extension?.own).toEqual({
			...{ sections: ["mounts"], lists: ["MOUNTS"], fields: ["FSTYPE", "MOUNT"] },
		});
	});

	it("brings a table, scripts and modules", () => {
		expect(extension?.parts.database.tables).toEqual(["mounts"]);
		expect(extension?.parts.database.remove).toEqual(["DROP TABLE IF EXISTS mounts"]);
		expect(extension?.parts.agents.windows.map((file) => file.as)).toEqual(["Mounts.ps1"]);
		expect(extension?.parts.agents.unix.map((file) => file.as)).toEqual(["Mounts.pm"]);
	});

	it("claims what only one extension can have", () => {
		expect(extension?.claims).toEqual([
			{ kind: "table", value: "mounts" },
			{ kind: "section", value: "mounts" },
			{ kind: "translation", value: "990001" },
			{ kind: "file", value: "{perlDir}/Apache/Ocsinventory/Plugins/Mounts/Map.pm" },
			{ kind: "file", value: "{confDir}/mounts.conf" },
			{ kind: "name", value: "Extension mounts" },
			{ kind: "php", value: "function extension_install_mounts" },
			{ kind: "php", value: "function extension_delete_mounts" },
			{ kind: "php", value: "function extension_upgrade_mounts" },
		]);
	});
});

it("the Perl directory follows the conf, not the id", () => {
	const { extension } = readSample({}, { id: "vm_ware", segment: "Vm_Ware" });
	expect(extension?.parts.server.files[0]?.to).toBe(
		"{perlDir}/Apache/Ocsinventory/Plugins/Vm_Ware/Map.pm",
	);
});

it("an extension of console pages alone is complete", () => {
	const { extension, problems } = readSample({
		"install.php": installPhp(""),
		"APACHE/Map.pm": null,
		"APACHE/probe.conf": null,
		"agent/Probe.ps1": null,
		"agent/Probe.pm": null,
	});
	expect(problems).toEqual([]);
	expect(extension?.parts).toEqual({
		database: { install: [], remove: [], tables: [] },
		server: { files: [] },
		agents: { windows: [], unix: [] },
	});
});

it("infos.json may be loose about its types", () => {
	const infos = `\n{"displayName":"X","version":3.1,"author":["A"],"contributor":[""],"description":{"fr":"D"},"licence":null}`;
	expect(readSample({ "infos.json": infos })).toMatchObject({
		problems: [],
		extension: { name: "X", version: "3.1", authors: ["A"], description: "D", licence: "" },
	});
});

it("an extension that has no id is none, and says why", () => {
	expect(readSample({ "install.php": null })).toMatchObject({
		extension: null,
		problems: [{ severity: "error", code: "ocs/no-install-php" }],
	});
});
