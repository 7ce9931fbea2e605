import type { ArchiveFile, FileTree } from "../../../domain/archive.ts";
import type { AgentFile } from "../../../domain/extension.ts";
import { perlTokens } from "./perl-tokens.ts";
import { decodeSource } from "./text.ts";

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
	/** Windows scripts that are variants of one by their names, each list with the chosen one first. */
	readonly alternatives: readonly (readonly AgentFile[])[];
	/** Sections of the Map that several of the chosen Windows scripts report. */
	readonly reportedTwice: readonly string[];
}

/** Files below agent/, told apart by their extension, as agents do; folders there mean nothing to them. */
export function readAgentFiles(tree: FileTree, sections: readonly string[]): AgentFiles {
	const files = [...tree.files.values()].filter((file) => /^agent\//i.test(file.path));
	const scripts = files.filter((file) => /\.(ps1|vbs)$/i.test(file.path));
	const modules = files.filter((file) => /\.pm$/i.test(file.path));
	const alternatives = groupAlternatives(scripts.map(({ path }) => path));
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
		reportedTwice: reportedTwice(
			scripts.filter(({ path }) => chosen.has(path)),
			sections,
		),
	};
}

/**
 * `1;` or an assignment at the margin. A file is as true as the last statement that ran: functions behind that do not
 * run, and so `1;` may stand in the middle, or the file's variables take its part.
 */
const FILE_STATEMENT = /^(?:1\s*;|(?:my|our)\b[^;]*=|[$@%]\w[^;]*=)/m;

/** Perl finds a module by its package's last segment, whatever the package's file was called. */
function readModule(path: string, bytes: Uint8Array, sha256: string): UnixModule {
	const source = decodeSource(bytes);
	const tokens = perlTokens(source).filter(({ kind }) => kind !== "pod");
	const at = tokens.findIndex((token) => token.kind === "word" && token.text === "package");
	const module = at === -1 ? null : (tokens[at + 1]?.text ?? null);
	const segment = module === null ? null : (/(\w+)$/.exec(module)?.[1] ?? null);
	const last = tokens.findLast((token) => token.text !== ";");
	const as = `${segment ?? baseName(path).replace(/\.pm$/i, "")}.pm`;
	return {
		from: path,
		as,
		sha256,
		chosen: isModuleFile(as),
		module,
		endsTrue:
			last !== undefined && last.text !== "0" && (last.text !== "}" || FILE_STATEMENT.test(source)),
	};
}

/** What Perl can `use`; nothing else can ever stand in an agent's list of modules. */
export function isModuleFile(name: string): boolean {
	return /^[A-Za-z_]\w*\.pm$/.test(name);
}

/** One file only can have a name, also where upper and lower case are one: the first keeps it. */
function chooseModules(modules: readonly UnixModule[]): readonly UnixModule[] {
	const names = modules.map(({ as }) => as.toLowerCase());
	return modules.map((module, index) => ({
		...module,
		chosen: module.chosen && names.indexOf(module.as.toLowerCase()) === index,
	}));
}

/** Every script stands in exactly one list; the first of a list is the one to take. */
function groupAlternatives(paths: readonly string[]): readonly (readonly string[])[] {
	const groups = new Map<string, string[]>();
	for (const path of paths) {
		const stem = plainStem(path);
		groups.set(stem, [...(groups.get(stem) ?? []), path]);
	}
	return [...groups.values()].map((group) =>
		group.toSorted((left, right) => rank(left) - rank(right)),
	);
}

/** That two scripts report one section makes no alternatives of them: each may collect a part of it. */
function reportedTwice(
	scripts: readonly ArchiveFile[],
	sections: readonly string[],
): readonly string[] {
	const sources = scripts.map(({ bytes }) => decodeSource(bytes));
	return [...new Set(sections.map((name) => name.toUpperCase()))].filter(
		(name) => sources.filter((source) => source.includes(`<${name}>`)).length > 1,
	);
}

/** Words that say what kind of the same script this is, set off from its name by a mark or by a capital letter. */
const VARIANTS = [
	/[-_. (]+(?:legacy|debug|verbose|old|xp|test|backup|copy)\)?$/i,
	/(?<=[a-z0-9])(?:Legacy|Debug|Verbose|Old|XP|Test|Backup|Copy)$/,
];

function plainStem(path: string): string {
	const stem = stemOf(path);
	const plain = VARIANTS.reduce((rest, variant) => rest.replace(variant, "") || rest, stem);
	return plain.toLowerCase();
}

function stemOf(path: string): string {
	return baseName(path).replace(/\.\w+$/, "");
}

/** PowerShell before VBScript, which Windows is giving up, and the plain name before a variant of it. */
function rank(path: string): number {
	const isVariant = plainStem(path) !== stemOf(path).toLowerCase();
	return (isVariant ? 2 : 0) + (/\.ps1$/i.test(path) ? 0 : 1);
}

function baseName(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}
