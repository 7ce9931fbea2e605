import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
	appleCpus,
	type ElfSample,
	elf,
	fatMachO,
	machO,
	pe,
} from "../../../../../test/builders/programs.ts";
import { bytesOf } from "../../../../../test/builders/tree.ts";
import { goVersion, readProgram } from "./program.ts";

const binary = (...machines: string[]) => ({
	kind: "binary",
	machines: machines.map((machine) => {
		const [os, arch] = machine.split("/");
		return { os, arch };
	}),
});
const here = `${process.platform}/${{ x64: "amd64", ia32: "386" }[process.arch as string] ?? process.arch}`;

describe("a program by its first bytes", () => {
	it.each<[string, ElfSample]>([
		["linux/amd64", {}],
		["linux/amd64", { type: 3, system: 3 }],
		["linux/arm64", { machine: 183 }],
		["linux/386", { bits: 32, machine: 3 }],
		["linux/arm", { bits: 32, machine: 40 }],
		["linux/riscv64", { machine: 243 }],
		["linux/ppc64le", { machine: 21 }],
		["linux/ppc64", { machine: 21, bigEndian: true }],
		["linux/s390x", { machine: 22, bigEndian: true }],
		["freebsd/amd64", { system: 9 }],
		["openbsd/amd64", { system: 12 }],
	])("is one for %s: ELF with %o", (machine, sample) => {
		expect(readProgram(elf(sample))).toEqual(binary(machine));
	});

	it.each([
		["windows/amd64", pe()],
		["windows/386", pe(332)],
		["windows/arm64", pe(43620)],
		["darwin/amd64", machO(appleCpus.amd64)],
		["darwin/arm64", machO(appleCpus.arm64)],
	])("is one for %s", (machine, bytes) => {
		expect(readProgram(bytes)).toEqual(binary(machine));
	});

	it("is one for several machines of Apple", () => {
		const both = fatMachO(appleCpus.amd64, appleCpus.arm64);
		expect(readProgram(both)).toEqual(binary("darwin/amd64", "darwin/arm64"));
	});

	it.each([
		["#!/bin/sh\necho\n", "/bin/sh"],
		["#! /usr/bin/env python3 \n", "/usr/bin/env python3"],
		["#!/bin/sh", "/bin/sh"],
	])("is a script by its first line: %j", (text, interpreter) => {
		expect(readProgram(bytesOf(text))).toEqual({ kind: "script", interpreter });
	});

	it.skipIf(process.platform !== "linux")("is this machine's own", () => {
		for (const path of [process.execPath, "/bin/sh"])
			expect(readProgram(readFileSync(path))).toEqual(binary(here));
	});
});

describe("what no machine of Dkron's would run", () => {
	it.each<[string, RegExp, string | Uint8Array]>([
		["nothing", /^is empty$/, ""],
		["text", /^is neither a program nor a script/, "# mark\n"],
		["a script with Windows line ends", /Windows line ends/, "#!/bin/sh\r\necho\r\n"],
		["a script that finds its interpreter nowhere", /without an absolute path$/, "#!python3\n"],
		["an object file", /^is an ELF file, but no program$/, elf({ type: 1 })],
		["a program without segments", /without anything to load$/, elf({ segments: [] })],
		["a program for SPARC", /machine that Dkron is not built for$/, elf({ machine: 2 })],
		["a program for HP-UX", /machine that Dkron is not built for$/, elf({ system: 1 })],
		["a program for DOS", /for DOS$/, pe(0, 0)],
		["a program for Windows on Itanium", /not built for$/, pe(512)],
		["a program for Apple's PowerPC", /not built for$/, machO(0x01000012)],
		["zeros", /^is neither/, new Uint8Array(40)],
	])("%s", (_, fault, content) => {
		expect(readProgram(bytesOf(content))).toEqual({ fault: expect.stringMatching(fault) });
	});

	it("a class of Java, which begins as Apple's programs for several machines do", () => {
		const bytes = new Uint8Array(40);
		bytes.set([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 65]);
		expect(readProgram(bytes)).toEqual({ fault: expect.stringMatching(/^is neither/) });
	});

	it.each<[string, Uint8Array]>([
		["64 bits", elf({ segments: [16, 40] })],
		["32 bits", elf({ bits: 32, machine: 3, segments: [16, 40] })],
		["big-endian", elf({ machine: 22, bigEndian: true, segments: [8] })],
	])("a program that was cut off anywhere: %s", (_, whole) => {
		for (let length = 0; length < whole.length; length++)
			expect(readProgram(whole.subarray(0, length)), `${length} bytes`).toHaveProperty("fault");
	});

	it.each([
		["Windows", pe()],
		["Apple", machO(appleCpus.arm64)],
		["several of Apple's", fatMachO(appleCpus.amd64, appleCpus.arm64)],
	])("headers that were cut off anywhere are never a reason to throw: %s", (_, whole) => {
		for (let length = 0; length < whole.length; length++) readProgram(whole.subarray(0, length));
		expect(readProgram(whole.subarray(0, 7))).toHaveProperty("fault");
	});
});

/** What any file may begin with, and what is read of it then. */
const magics = fc.constantFrom(
	[],
	[...bytesOf("#!")],
	[0x7f, 0x45, 0x4c, 0x46],
	[0x4d, 0x5a],
	[0xcf, 0xfa, 0xed, 0xfe],
	[0xca, 0xfe, 0xba, 0xbe],
);

describe("any bytes", () => {
	it("are a program or have a fault that ends a sentence, and never throw", () => {
		fc.assert(
			fc.property(magics, fc.uint8Array({ maxLength: 300 }), (magic, rest) => {
				const program = readProgram(Uint8Array.of(...magic, ...rest));
				if ("fault" in program) expect(program.fault).toMatch(/^(is|has) .*[^.]$/);
				else if (program.kind === "binary") expect(program.machines).not.toEqual([]);
				else expect(program.interpreter).toMatch(/^\//);
			}),
			{ numRuns: 2000 },
		);
	});

	it("in the header of a good program never throw either", () => {
		fc.assert(
			fc.property(
				fc.constantFrom(elf(), elf({ bits: 32, machine: 3 }), pe(), fatMachO(appleCpus.amd64)),
				fc.array(fc.tuple(fc.nat(160), fc.nat(255)), { maxLength: 12 }),
				(whole, changes) => {
					const bytes = whole.slice();
					for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
					expect(readProgram(bytes)).toBeTypeOf("object");
				},
			),
			{ numRuns: 2000 },
		);
	});
});

describe("the version of a Go program", () => {
	const program = (mod: string) =>
		`...\xff Go buildinf:\b\u0002...\npath\tx/mark\n${mod}\ndep\tx/y\tv9.9.9\n`;
	const latin = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

	it.each([
		["mod\tx/mark\tv1.2.3\th1:abc=", "1.2.3"],
		["mod\tx/mark\tv2.0.0-rc.1+dirty", "2.0.0-rc.1+dirty"],
		["mod\tx/mark\t(devel)\t", undefined],
		["build\t-trimpath=true", undefined],
	])("%j", (mod, version) => {
		expect(goVersion(latin(program(mod)))).toBe(version);
	});

	it("is none where no Go has built it", () => {
		expect(goVersion(latin("\nmod\tx/mark\tv1.2.3\t"))).toBeUndefined();
		expect(goVersion(elf())).toBeUndefined();
	});
});
