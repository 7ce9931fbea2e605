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

	it("that report the same section are all kept, and that is said: each may collect a part", () => {
		const section = 'echo "<PROBE>"';
		const utf16 = new Uint8Array(Buffer.from(`\ufeff${section}`, "utf16le"));
		const changes = {
			"agent/chrome.ps1": section,
			"agent/firefox.ps1": utf16,
			"agent/users.vbs": 'echo "<USERS>"',
		};
		expect(agents(changes)).toMatchObject({
			windows: ["chrome.ps1", "firefox.ps1", "users.vbs"],
			verdicts: ["info ocs/agent-several-scripts"],
		});
		const told = readSample({ "agent/Probe.ps1": null, ...changes }).problems;
		expect(told[0]?.message).toContain("PROBE");
	});

	it.each([
		["of one name but for the ending", "disks.ps1", "disks.VBS"],
		["that say so behind a mark", "disks.ps1", "disks-Legacy.ps1"],
		["that say so in brackets", "disks.ps1", "disks (old).ps1"],
		["that say so by a capital letter", "disks.ps1", "disksDebug.vbs"],
	])("are alternatives %s", (_name, one, other) => {
		const found = agents({ [`agent/${other}`]: "", [`agent/new/${one}`]: "" });
		expect(found.windows.sort()).toEqual([one, `${other} (left)`].sort());
		expect(found.verdicts).toContain("info ocs/agent-alternatives");
		expect(found.verdicts).not.toContain("info ocs/agent-several-scripts");
	});

	it.each([
		["lat.ps1", "latest.ps1"],
		["disks.ps1", "disksfirefox.ps1"],
		["hot.vbs", "hotbackup.vbs"],
		["win_users.ps1", "win_groups.ps1"],
	])("are no alternatives where their names may only look so: %s and %s", (one, other) => {
		expect(agents({ [`agent/${one}`]: "", [`agent/${other}`]: "" })).toMatchObject({
			windows: [one, other].sort(),
			verdicts: ["info ocs/agent-several-scripts"],
		});
	});

	it.each(["field-one.pm", "1st.pm", "a b.pm", ".pm", "é.pm"])(
		"of Unix are left out where no agent can load them: %s without a package",
		(name) => {
			const found = agents({ [`agent/${name}`]: "use strict;\n1;\n" });
			expect(found.unix).toEqual([`${name} (left)`]);
			expect(found.verdicts).toContain("warning agent ocs/agent-package");
			expect(found.verdicts).not.toContain("warning agent ocs/agent-same-name");
		},
	);

	it("of Unix may end in capitals, and be UTF-16", () => {
		const utf16 = new Uint8Array(Buffer.from(`\ufeff${MODULE}`, "utf16le").swap16());
		expect(agents({ "agent/Probe.PM": utf16 })).toMatchObject({
			unix: ["Probe.pm"],
			verdicts: ["info ocs/agent-renamed"],
		});
		expect(agents({ "agent/Probe.PM": "1;" }).unix).toEqual(["Probe.pm"]);
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
