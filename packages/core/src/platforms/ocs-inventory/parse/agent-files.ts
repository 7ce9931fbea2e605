import type { ArchiveFile, FileTree } from "../../../domain/archive.ts";
import type { AgentFile } from "../../../domain/extension.ts";
import { perlTokens } from "./perl-tokens.ts";
import { decodePerl, decodeText } from "./text.ts";

export interface UnixModule extends AgentFile {
	/** As its `package` line says; null without one. */
	readonly module: string | null;
	/** False where nothing true stands at its end, so that `use` fails. */
	readonly endsTrue: boolean;
}

export interface AgentFiles {
	readonly windows: readonly AgentFile[];
	readonly unix: readonly UnixModule[];
	/** Paths below agent/ that are for neither. */
	readonly others: readonly string[];
	/** Windows scripts that collect the same, each list with the chosen one first. */
	readonly alternatives: readonly (readonly AgentFile[])[];
}

/**
 * Files below agent/, told apart by their extension, as agents do; folders there mean nothing to them. `sections` are
 * those of the Map: Windows scripts that report the same ones are alternatives.
 */
export function readAgentFiles(tree: FileTree, sections: readonly string[]): AgentFiles {
	const files = [...tree.files.values()].filter((file) => /^agent\//i.test(file.path));
	const scripts = files.filter((file) => /\.(ps1|vbs)$/i.test(file.path));
	const modules = files.filter((file) => /\.pm$/i.test(file.path));
	const alternatives = groupAlternatives(scripts, sections);
	const chosen = new Set(alternatives.flatMap((paths) => paths[0] ?? []));
	const windows = scripts.map((file) => ({
		from: file.path,
		as: baseName(file.path),
		sha256: file.sha256,
		chosen: chosen.has(file.path),
	}));
	return {
		windows,
		unix: chooseModules(modules.map((file) => readModule(file.path, file.bytes, file.sha256))),
		others: files
			.filter((file) => !scripts.includes(file) && !modules.includes(file))
			.map((file) => file.path),
		alternatives: alternatives
			.filter((paths) => paths.length > 1)
			.map((paths) => paths.flatMap((path) => windows.find((file) => file.from === path) ?? [])),
	};
}

/**
 * `1;` or an assignment at the margin. A file is as true as the last statement that ran: functions behind that do not
 * run, and so `1;` may stand in the middle, or the file's variables take its part.
 */
const FILE_STATEMENT = /^(?:1\s*;|(?:my|our)\b[^;]*=|[$@%]\w[^;]*=)/m;

/** Perl finds a module by its package's last segment, whatever the package's file was called. */
function readModule(path: string, bytes: Uint8Array, sha256: string): UnixModule {
	const source = decodePerl(bytes);
	const tokens = perlTokens(source).filter(({ kind }) => kind !== "pod");
	const at = tokens.findIndex((token) => token.kind === "word" && token.text === "package");
	const module = at === -1 ? null : (tokens[at + 1]?.text ?? null);
	const segment = module === null ? null : (/(\w+)$/.exec(module)?.[1] ?? null);
	const last = tokens.findLast((token) => token.text !== ";");
	return {
		from: path,
		as: segment === null ? baseName(path) : `${segment}.pm`,
		sha256,
		chosen: true,
		module,
		endsTrue:
			last !== undefined && last.text !== "0" && (last.text !== "}" || FILE_STATEMENT.test(source)),
	};
}

/** One file only can have a name: the first keeps it. */
function chooseModules(modules: readonly UnixModule[]): readonly UnixModule[] {
	return modules.map((module, index) => ({
		...module,
		chosen: modules.findIndex((other) => other.as === module.as) === index,
	}));
}

/** Every script stands in exactly one list; the first of a list is the one to take. */
function groupAlternatives(
	scripts: readonly ArchiveFile[],
	sections: readonly string[],
): readonly (readonly string[])[] {
	const groups: { stem: string; reports: string; paths: string[] }[] = [];
	for (const { path, bytes } of scripts) {
		const stem = plainStem(path);
		const reports = reportedSections(bytes, sections);
		const group = groups.find(
			(one) => one.stem === stem || (reports !== "" && one.reports === reports),
		);
		if (group === undefined) groups.push({ stem, reports, paths: [path] });
		else group.paths.push(path);
	}
	return groups.map(({ paths }) => paths.sort((left, right) => rank(left) - rank(right)));
}

/** The sections whose XML elements a script writes. */
function reportedSections(bytes: Uint8Array, sections: readonly string[]): string {
	const source = decodeText(bytes);
	return sections
		.map((name) => name.toUpperCase())
		.filter((name) => source.includes(`<${name}>`))
		.join();
}

const VARIANT = /[-_. ]?(legacy|debug|verbose|old|xp|test|backup|copy)$/;

function plainStem(path: string): string {
	const stem = baseName(path)
		.toLowerCase()
		.replace(/\.\w+$/, "");
	return stem.replace(VARIANT, "") || stem;
}

/** PowerShell before VBScript, which Windows is giving up, and the plain name before a variant of it. */
function rank(path: string): number {
	const name = baseName(path).toLowerCase();
	return (VARIANT.test(name.replace(/\.\w+$/, "")) ? 2 : 0) + (name.endsWith(".ps1") ? 0 : 1);
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
