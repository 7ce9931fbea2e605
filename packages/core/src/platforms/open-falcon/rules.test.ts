import { describe, expect, it } from "vitest";
import { falconFiles, metric } from "../../../../../test/builders/falcon-files.ts";
import { type Files, makeTree } from "../../../../../test/builders/tree.ts";
import type { Problem } from "../../domain/problem.ts";
import { read, recognise } from "./read.ts";

const good = falconFiles();
const script = "#!/bin/sh\necho '[]'\n";
const manifest = (said: unknown): Files => ({
	...good,
	"falcon-plugin.json": typeof said === "string" ? said : JSON.stringify(said),
});
const binding = (...bindings: string[]) => manifest({ name: "ntp", bindings });

describe("what is wrong with an archive", () => {
	it.each<[string, Problem["severity"], string, Files]>([
		["stops-agent", "error", "0_zero.sh", { ...good, "0_zero.sh": script }],
		["stops-agent", "error", "-5_x.sh", { ...good, "-5_x.sh": script }],
		["stops-agent", "error", "9223372037_x.sh", { ...good, "9223372037_x.sh": script }],
		["data-as-plugin", "error", "5_data.json", { ...good, "5_data.json": "[]\n" }],
		["no-shebang", "error", "60_x.py", { ...good, "60_x.py": "print('[]')\n" }],
		["no-shebang", "error", "60_x.py", { ...good, "60_x.py": `\uFEFF${script}` }],
		["bad-shebang", "error", "60_x.sh", { ...good, "60_x.sh": "#!/bin/sh\r\necho '[]'\r\n" }],
		["bad-shebang", "error", "60_x.py", { ...good, "60_x.py": "#!python3\nprint('[]')\n" }],
		["step-differs", "warning", "30_x.sh", { ...good, "30_x.sh": metric("x", 60) }],
		[
			...(["counter-type", "warning", "60_x.py"] as const),
			{ ...good, "60_x.py": "#!/usr/bin/env python3\nitem = {'counterType': 'GUAGE'}\n" },
		],
		["left-over", "info", "60_ntp.sh~", { ...good, "60_ntp.sh~": script }],
		["never-run", "info", "ntp.py", { ...good, "ntp.py": script }],
		["never-run", "info", "60-ntp.py", { ...good, "60-ntp.py": script }],
		["no-plugin", "error", "", { "falcon-plugin.json": '{"name":"ntp"}' }],
		["manifest-unreadable", "error", "falcon-plugin.json", manifest("{")],
		["manifest-shape", "error", "falcon-plugin.json", manifest({ name: "x", bindings: "." })],
		["manifest-shape", "error", "falcon-plugin.json", manifest({ bindings: ["."] })],
		["bad-id", "error", "falcon-plugin.json", manifest({ name: "../x" })],
		["bad-id", "error", "falcon-plugin.json", manifest({ name: ".git" })],
		["bad-binding", "error", "falcon-plugin.json", binding(".", "disks", "../../../etc/cron.d")],
		["bad-binding", "error", "falcon-plugin.json", binding(".", "disks", "/etc/cron.d")],
		["bad-binding", "error", "falcon-plugin.json", binding(".", "disks", "disks//")],
		["bad-binding", "error", "falcon-plugin.json", binding(".", "disks", "é".repeat(126))],
		["binds-nothing", "error", "falcon-plugin.json", binding(".", "disks", "elsewhere")],
		["binds-nothing", "error", "falcon-plugin.json", binding(".", "disks", "disks(a)")],
		["not-bound", "info", "disks/300_smart.sh", binding(".")],
	])("open-falcon/%s is an %s at %s", (name, severity, path, files) => {
		const { problems } = read(makeTree(files));
		const found = problems.filter(({ code }) => code === `open-falcon/${name}`);
		expect(found).toEqual([
			expect.objectContaining({
				...{ severity, path },
				message: expect.stringMatching(/\.$/),
				hint: expect.stringMatching(/[.)]$/),
			}),
		]);
		if (severity !== "error") expect(problems).toEqual(found);
		if (severity === "warning") expect(found[0]?.part).toBe("agent");
	});

	it("is not a step that is not written out, nor one in a compiled program", () => {
		const files = {
			...good,
			"60_x.py": "#!/usr/bin/env python3\nitem = {'step': STEP, 'counterType': kind}\n",
			"30_y": '\x7fELF "step": 60',
		};
		expect(read(makeTree(files)).problems).toEqual([]);
	});
});

describe("reading plugins", () => {
	it("makes one extension of all of them, with what its manifest says", () => {
		const { extension, problems } = read(makeTree(good));
		expect(problems).toEqual([]);
		expect(extension).toMatchObject({
			...{ platform: "open-falcon", id: "ntp", version: "1.2", authors: ["A. Person"] },
			own: {
				plugins: ["60_ntp.sh: every 60 s", "disks/300_smart.sh: every 300 s"],
				bindings: ["ntp", "ntp/disks/300_smart.sh(sda,sdb)"],
			},
		});
	});

	it("takes along whatever plugins may need, and neither what is left over nor what is hidden", () => {
		const files = { ...good, "60_ntp.sh.bak": script, ".gitattributes": "* eol=crlf\n" };
		const { extension } = read(makeTree(files));
		expect(extension?.parts.agents.unix.map(({ as }) => as)).toEqual(
			Object.keys(good)
				.sort()
				.map((path) => `ntp/${path}`),
		);
	});

	it("binds every folder that has a plugin where nobody says what is bound", () => {
		const { extension } = read(makeTree(manifest({ name: "ntp" })));
		expect(extension?.own.bindings).toEqual(["ntp", "ntp/disks"]);
	});

	it("calls it as its first plugin is called where nobody says its name, and tells so of several", () => {
		const { extension, problems } = read(makeTree({ "60_disk_usage.sh": script }));
		expect(extension?.id).toBe("disk_usage");
		expect(problems).toEqual([]);
		const several = read(makeTree({ "60_a.sh": script, "60_b.sh": script }));
		expect(several.problems.map(({ code }) => code)).toEqual(["open-falcon/named-by-plugin"]);
	});

	it.each<[string, boolean]>([
		["60_x.py", true],
		["sys/ntp/60_x", true],
		["0_x.sh", true],
		["+60_x.sh", true],
		["2026_report.md", false],
		["5_data.json", false],
		["x_60.py", false],
		["99999999999999999999_x.py", false],
		["_x.py", false],
		[".60_x.py", false],
	])("takes %s for its own: %s", (path, isOurs) => {
		expect(recognise(makeTree({ [path]: "text\n" }))).toBe(isOurs);
	});
});
