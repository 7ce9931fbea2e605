import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { describe, expect, it } from "vitest";
import { makeTree, sha256 } from "../../../../../../test/builders/tree.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { AgentFile, Extension } from "../../../domain/extension.ts";
import { bundles } from "./bundles.ts";
import { deploymentInfo } from "./deployment-info.ts";
import { windowsPath } from "./windows-path.ts";

const texts = {
	"agent/Probe.ps1": "Write-Output 1\r\n",
	"agent/Probe.vbs": "WScript.Echo 1\r\n",
	"agent/unix/probe.pm": "package Ocsinventory::Agent::Modules::Probe;\nsub new {}\n1;\n",
};

function file(from: keyof typeof texts, as: string, chosen = true): AgentFile {
	return { from, as, sha256: sha256(texts[from]), chosen };
}

function extension(agents: Extension["parts"]["agents"], version = "1.0"): Extension {
	return {
		platform: "ocs-inventory",
		id: "probe",
		version,
		name: "Probe",
		description: "",
		authors: [],
		licence: "",
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: { files: [] },
			agents,
		},
		claims: [],
		own: {},
		format: 2,
	};
}

const both = extension({
	windows: [file("agent/Probe.ps1", "Probe.ps1"), file("agent/Probe.vbs", "Probe.vbs", false)],
	unix: [file("agent/unix/probe.pm", "Probe.pm")],
});
const tree = makeTree(texts);
const packed = { id: "123456", md5: "0".repeat(32), fragments: 1 };

function attributes(info: string): Record<string, string> {
	const document = XmlDocument.fromString(info);
	const attrs = document.root.attrs.map(({ name, value }) => [name, value]);
	document.dispose();
	return Object.fromEntries(attrs);
}

describe("bundles of an OCS extension", () => {
	it("are a zip of the proposed scripts at its root, an installer for Unix, and one that takes it back", () => {
		const made = bundles(both, tree, {});
		expect(made.map(({ fileName, agents }) => [fileName, agents])).toEqual([
			["probe-1.0-windows.zip", "windows"],
			["probe-1.0-unix.tar.gz", "unix"],
			["probe-1.0-unix-uninstall.tar.gz", "unix"],
		]);
		expect(made.map(({ files }) => files.map(({ path }) => path))).toEqual([
			["Probe.ps1"],
			["Probe.pm", "install.sh", "uninstall.sh"],
			["uninstall.sh"],
		]);
		expect(sha256(made[0]?.files[0]?.bytes ?? "")).toBe(sha256(texts["agent/Probe.ps1"]));
	});

	it("hold what was chosen instead, and nothing for agents of which nothing was", () => {
		const made = bundles(both, tree, { files: ["agent/Probe.vbs"] });
		expect(made.map(({ files }) => files.map(({ path }) => path))).toEqual([["Probe.vbs"]]);
	});

	it("are the same from the same input", () => {
		expect(JSON.stringify(bundles(both, tree, {}))).toBe(JSON.stringify(bundles(both, tree, {})));
	});

	it("are refused for a file that the extension does not have", () => {
		expect(() => bundles(both, tree, { files: ["agent/Other.ps1"] })).toThrow(/agent\/Other\.ps1/);
	});

	it("are refused where a module would take the place of the agent's own", () => {
		const greedy = extension({ windows: [], unix: [file("agent/unix/probe.pm", "Download.pm")] });
		expect(() => bundles(greedy, tree, {})).toThrow(GraftError);
	});

	it.each(["field-one.pm", "a b.pm", "1st.pm", ".pm"])(
		"are refused where no agent could load a module: %s",
		(name) => {
			const odd = extension({ windows: [], unix: [file("agent/unix/probe.pm", name, false)] });
			expect(bundles(odd, tree, {})).toEqual([]);
			const chosen = () => bundles(odd, tree, { files: ["agent/unix/probe.pm"] });
			expect(chosen).toThrow(GraftError);
			expect(chosen).toThrow(/can load/);
		},
	);

	it("are refused where two files would have one name on agents", () => {
		const clash = extension({
			windows: [file("agent/Probe.ps1", "Probe.ps1"), file("agent/Probe.vbs", "probe.PS1")],
			unix: [],
		});
		expect(() => bundles(clash, tree, {})).toThrow(/agent\/Probe\.vbs/);
	});

	it("never let a version into a script or a file name as anything but text", () => {
		const [, unix] = bundles({ ...both, version: "1'; touch /tmp/x\n$(id)/../" }, tree, {});
		expect(unix?.fileName).toMatch(/^probe-[\w.]+-unix\.tar\.gz$/);
		const script = new TextDecoder().decode(
			unix?.files.find(({ path }) => path === "install.sh")?.bytes,
		);
		expect(script).not.toContain("$(id)");
		expect(script).not.toContain("touch /tmp/x\n");
		expect(script).not.toContain("1';");
	});
});

describe("the info file of a deployment package", () => {
	it("lets Windows store the scripts and Unix run the installer", () => {
		const [windows, unix, uninstall] = bundles(both, tree, {});
		expect(attributes(windows?.deploymentInfo?.(packed) ?? "")).toMatchObject({
			ID: "123456",
			ACT: "STORE",
			PATH: "INSTALL_PATH\\plugins",
			DIGEST: packed.md5,
			DIGEST_ALGO: "MD5",
			DIGEST_ENCODE: "Hexa",
			FRAGS: "1",
		});
		expect(attributes(unix?.deploymentInfo?.(packed) ?? "")).toMatchObject({
			ACT: "EXECUTE",
			COMMAND: "sh install.sh",
		});
		expect(attributes(uninstall?.deploymentInfo?.(packed) ?? "").COMMAND).toBe("sh uninstall.sh");
	});

	it("says any command as it was given, whatever XML thinks of its characters", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme-ascii" }), (command) => {
				const info = deploymentInfo({ execute: command })(packed);
				expect(attributes(info).COMMAND).toBe(command);
			}),
		);
	});
});

describe("the folder on Windows agents", () => {
	it.each([
		["INSTALL_PATH\\plugins", "INSTALL_PATH\\plugins"],
		["INSTALL_PATH/plugins/", "INSTALL_PATH\\plugins"],
		[
			"C:\\Program Files\\OCS Inventory Agent\\Plugins",
			"C:\\Program Files\\OCS Inventory Agent\\Plugins",
		],
		[
			"%ProgramFiles(x86)%\\OCS Inventory Agent\\Plugins",
			"%ProgramFiles(x86)%\\OCS Inventory Agent\\Plugins",
		],
	])("may be %s", (given, path) => {
		expect(windowsPath(given)).toBe(path);
	});

	it.each([
		"",
		"plugins",
		"INSTALL_PATHS\\plugins",
		"INSTALL_PATH\\..\\..\\Windows",
		"C:plugins",
		"\\\\server\\share",
		"C:\\a\\\\b",
		'C:\\a"b',
		"C:\\a\nb",
		"C:\\trailing.",
		`C:\\${"a".repeat(300)}`,
	])("may not be %j", (given) => {
		expect(() => windowsPath(given)).toThrow(GraftError);
	});
});
