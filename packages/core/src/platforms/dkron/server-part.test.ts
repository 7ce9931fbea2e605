import { describe, expect, it } from "vitest";
import { dkronFiles } from "../../../../../test/builders/dkron-files.ts";
import { elf } from "../../../../../test/builders/programs.ts";
import { type Files, makeTree } from "../../../../../test/builders/tree.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import { read } from "./read.ts";
import { serverPart } from "./server-part.ts";

const amd64 = elf();
const arm64 = elf({ machine: 183 });
const both = {
	"dkron-processor-mark_linux_amd64": amd64,
	"dkron-processor-mark_linux_arm64": arm64,
};

function facts(values: Facts["values"]): Facts {
	return {
		...{ folders: { pluginDir: "/etc/dkron/plugins" }, home: "/etc/dkron/plugins" },
		...{ workFolder: "/etc/dkron/.graft", notes: [], problems: [] },
		values: { machine: "linux/amd64", ...values },
	};
}

function partOf(files: Files, values: Facts["values"] = {}) {
	const tree = makeTree(files);
	const { extension } = read(tree, []);
	if (extension === null) throw new Error("it is none");
	return serverPart(extension, tree, facts(values));
}

describe("what goes to a server", () => {
	it.each([
		["linux/amd64", amd64],
		["linux/arm64", arm64],
	])("is the program for its machine: %s", (machine, bytes) => {
		const { files, trials, problems } = partOf(both, { machine });
		expect(problems).toEqual([]);
		expect(files).toMatchObject([
			{ target: "/etc/dkron/plugins/dkron-processor-mark", mode: 0o755, within: "/etc/dkron" },
		]);
		expect(files[0]?.bytes).toEqual(bytes);
		expect(trials).toMatchObject([{ target: "/etc/dkron/plugins/dkron-processor-mark" }]);
	});

	it("is rather a program for it than a script for any", () => {
		const files = { "a/dkron-processor-mark": "#!/bin/sh\n", "b/dkron-processor-mark": amd64 };
		expect(partOf(files).files[0]?.bytes).toEqual(amd64);
	});

	it("is tried by the protocol of its kind", () => {
		const { trials = [] } = partOf({ "dkron-executor-say": amd64, "dkron-processor-mark": amd64 });
		expect(trials.map(({ argv }) => argv.at(-1))).toEqual(["grpc", "netrpc"]);
	});

	it("is loaded by a restart where that is asked for, and must run then", () => {
		const service = { kind: "restart", until: [{ kind: "new-process" }] };
		const told = { service: JSON.stringify(service), wanted: "restart" };
		const { reload, untilPresent, notes } = partOf(dkronFiles(), told);
		expect(reload).toEqual(service);
		expect(untilPresent).toEqual([
			{ kind: "child", program: "/etc/dkron/plugins/dkron-processor-mark" },
		]);
		expect(notes).toEqual([]);
	});

	it("waits for the next start where it is not", () => {
		const { reload, notes } = partOf(dkronFiles(), { service: "null", wanted: "" });
		expect(reload).toBeNull();
		expect(notes).toEqual(["Dkron reads its plugins only when it starts."]);
	});
});

describe("what speaks against a server", () => {
	it.each([
		["linux/riscv64", both, /has no dkron-processor-mark for linux\/riscv64/],
		["windows/amd64", dkronFiles(), /\(only for \/bin\/sh\)/],
		["", both, /gives no shell.*\(linux\/amd64; linux\/arm64\)/],
	])("no program for %j", (machine, files, message) => {
		const { files: placed, problems } = partOf(files, { machine });
		expect(placed).toEqual([]);
		expect(problems).toEqual([
			expect.objectContaining({
				...{ code: "dkron/no-program-here", severity: "error" },
				message: expect.stringMatching(message),
				hint: expect.stringMatching(/\.$/),
			}),
		]);
	});

	it("takes the only program where nobody can tell the machine", () => {
		expect(partOf({ "dkron-processor-mark": arm64 }, { machine: "" }).files).toHaveLength(1);
	});

	it("is a plugin of that name beside Dkron's own program", () => {
		const winning = "dkron-executor-files\ndkron-processor-mark";
		const { problems } = partOf(dkronFiles(), { winning, winningFolder: "/usr/bin" });
		expect(problems).toEqual([
			expect.objectContaining({
				...{ code: "dkron/hidden", severity: "error" },
				message: expect.stringMatching(/^\/usr\/bin\/dkron-processor-mark lies beside/),
				hint: expect.stringContaining("move dkron-processor-mark away from /usr/bin"),
			}),
		]);
	});
});
