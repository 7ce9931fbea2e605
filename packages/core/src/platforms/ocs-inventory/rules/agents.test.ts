import { describe, expect, it } from "vitest";
import { ocsFiles } from "../../../../../../test/builders/ocs-files.ts";
import { type Changes, readSample, verdicts } from "../../../../../../test/builders/ocs-reading.ts";

const MODULE = String(ocsFiles()["agent/Probe.pm"]);

function agents(changes: Changes) {
	const reading = readSample({ "agent/Probe.ps1": null, "agent/Probe.pm": null, ...changes });
	const named = (files: readonly { as: string; chosen: boolean }[] = []) =>
		files.map((file) => `${file.as}${file.chosen ? "" : " (left)"}`);
	return {
		windows: named(reading.extension?.parts.agents.windows),
		unix: named(reading.extension?.parts.agents.unix),
		verdicts: verdicts(reading),
	};
}

describe("files for agents", () => {
	it("are told by their extension, whatever folder they are in", () => {
		const found = agents({
			"agent/windows/A.PS1": "",
			"agent/Unix/Probe.pm": MODULE,
			"agent/README": "",
		});
		expect(found).toEqual({
			windows: ["A.PS1"],
			unix: ["Probe.pm"],
			verdicts: ["info ocs/agent-file-left"],
		});
	});

	it("that collect the same are alternatives, PowerShell's plain one first", () => {
		const found = agents({
			"agent/probe.ps1": "",
			"agent/probe.vbs": "",
			"agent/probe_legacy.ps1": "",
			"agent/probeVerbose.ps1": "",
		});
		expect(found.windows).toEqual([
			"probe.ps1",
			"probe.vbs (left)",
			"probeVerbose.ps1 (left)",
			"probe_legacy.ps1 (left)",
		]);
		expect(found.verdicts).toEqual(["info ocs/agent-alternatives"]);
	});

	it("that report the same section are alternatives too, whatever they are called", () => {
		const section = 'echo "<PROBE>"';
		const found = agents({
			"agent/key.vbs": section,
			"agent/probe.ps1": section,
			"agent/users.vbs": 'echo "<USERS>"',
		});
		expect(found.windows).toEqual(["key.vbs (left)", "probe.ps1", "users.vbs"]);
		expect(found.verdicts).toEqual([
			"info ocs/agent-alternatives",
			"info ocs/agent-several-scripts",
		]);
	});

	it("that complement each other are all chosen, and said", () => {
		const found = agents({ "agent/disks.ps1": "", "agent/users.vbs": "" });
		expect(found.windows).toEqual(["disks.ps1", "users.vbs"]);
		expect(found.verdicts).toEqual(["info ocs/agent-several-scripts"]);
	});

	it("of Unix get their package's name", () => {
		const found = agents({ "agent/probe_unix.pm": MODULE });
		expect(found).toMatchObject({ unix: ["Probe.pm"], verdicts: ["info ocs/agent-renamed"] });
	});

	it.each([
		["no package", { "agent/Probe.pm": "use strict;\n1;\n" }, "agent-package"],
		[
			"another program's package",
			{ "agent/Probe.pm": "package Other::Probe;\n1;\n" },
			"agent-package",
		],
		["no true end", { "agent/Probe.pm": MODULE.replace(/1;\n$/, "") }, "agent-ends-false"],
		[
			"one name for two",
			{ "agent/Probe.pm": MODULE, "agent/Unix/Probe.pm": MODULE },
			"agent-same-name",
		],
		["an unusual name", { "agent/-x;.ps1": "" }, "agent-file-name"],
	])("wait until they are accepted with %s", (_name, changes, code) => {
		expect(agents(changes).verdicts).toContain(`warning agent ocs/${code}`);
	});

	it.each([
		["functions", `${MODULE}\nsub helper {\n}\n`],
		[
			"functions, and its variables are true",
			MODULE.replace(/1;\n$/, "").replace(
				/^(package .*)$/m,
				'$1\nmy %paths = (\n    a => "b",\n);',
			),
		],
	])("of Unix may end with %s", (_name, module) => {
		expect(agents({ "agent/Probe.pm": module }).verdicts).toEqual([]);
	});

	it("of Unix may end with notes", () => {
		expect(agents({ "agent/Probe.pm": `${MODULE}\n__END__\n}\n` }).verdicts).toEqual([]);
	});
});
