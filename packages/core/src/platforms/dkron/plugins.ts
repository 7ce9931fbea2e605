import type { ArchiveFile, FileTree } from "../../domain/archive.ts";
import { isFor, type Machine, type Program, readProgram } from "./program.ts";

export type PluginKind = "processor" | "executor";

/** A file that Dkron would start: one plugin, for the machines that it can run on. */
export interface Plugin {
	readonly path: string;
	readonly kind: PluginKind;
	/** As jobs name it. */
	readonly name: string;
	readonly program: Program;
	readonly sha256: string;
}

export interface Found {
	readonly plugins: readonly Plugin[];
	/** Called as plugins are, and none: why, for each. */
	readonly faulty: readonly { readonly path: string; readonly fault: string }[];
	/** What only accompanies them: check sums, signatures, pages. */
	readonly beside: readonly string[];
	/** What an editor or an upgrade left. */
	readonly leftOver: readonly string[];
}

/** Dkron's own pattern, behind which a name may have the machine that it is for. */
const called = /^dkron-(processor|executor)-(.+)$/;
const besidePlugins =
	/\.(md|markdown|txt|rst|html?|sha\d*|sha\d*sums?|md5|sig|asc|pem|sbom|json|ya?ml|toml|conf|LICENSE)$/i;
const leftBehind = /(\.(bak|old|orig|save|tmp|new|swp|rej|dpkg-\w+|rpm\w+)|~)$/i;

export function isCalledAsPlugin(path: string): boolean {
	return called.test(baseName(path));
}

export function findPlugins(tree: FileTree): Found {
	const plugins: Plugin[] = [];
	const faulty: Found["faulty"][number][] = [];
	const beside: string[] = [];
	const leftOver: string[] = [];
	for (const file of tree.files.values()) {
		const [, kind, rest = ""] = called.exec(baseName(file.path)) ?? [];
		if (kind === undefined) continue;
		if (leftBehind.test(rest)) leftOver.push(file.path);
		else if (besidePlugins.test(rest)) beside.push(file.path);
		else {
			const read = pluginIn(file, kind as PluginKind, rest);
			if ("fault" in read) faulty.push(read);
			else plugins.push(read);
		}
	}
	return { plugins, faulty, beside, leftOver };
}

function pluginIn(
	file: ArchiveFile,
	kind: PluginKind,
	rest: string,
): Plugin | Found["faulty"][number] {
	const { path, sha256 } = file;
	const program = readProgram(file.bytes);
	if ("fault" in program) return { path, fault: program.fault };
	const name = withoutMachine(rest.replace(/\.exe$/i, ""), program);
	return { path, kind, name, program, sha256 };
}

/** As release tools write them behind a name; Dkron itself would take them for a part of it. */
const systems: Readonly<Record<string, readonly string[]>> = {
	darwin: ["darwin", "macos", "osx"],
};
const arches: Readonly<Record<string, readonly string[]>> = {
	amd64: ["amd64", "x86_64", "x64"],
	arm64: ["arm64", "aarch64"],
	386: ["386", "i386", "i686", "x86"],
	arm: ["arm", "armv5", "armv6", "armv6l", "armv7", "armv7l", "armhf"],
};

/** Only where the program itself is for that machine: else it is its name. */
function withoutMachine(name: string, program: Program): string {
	if (program.kind === "script") return name;
	for (const { os, arch } of program.machines)
		for (const system of systems[os] ?? [os])
			for (const machine of [...(arches[arch] ?? [arch]), "universal", "all"]) {
				const end = new RegExp(`[-_.]${system}[-_.]${machine}$`, "i");
				if (end.test(name)) return name.replace(end, "");
			}
	return name;
}

export function fileName({ kind, name }: Pick<Plugin, "kind" | "name">): string {
	return `dkron-${kind}-${name}`;
}

/** Whether it can run there, as far as its own header says. */
export function runsOn({ program }: Plugin, machine: Machine): boolean {
	if (program.kind === "script") return machine.os !== "windows";
	return program.machines.some(isFor(machine));
}

/** For people: `linux/amd64`, or its interpreter. */
export function machinesOf({ program }: Plugin): string {
	return program.kind === "script"
		? program.interpreter
		: program.machines.map(({ os, arch }) => `${os}/${arch}`).join(", ");
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
