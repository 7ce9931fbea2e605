import type { ArchiveFile, FileTree } from "../../domain/archive.ts";

/** A file that an agent would run again and again (docs/platforms/open-falcon.md). */
export interface Plugin {
	readonly path: string;
	/** Where it lies; "" is the top. A binding names this, or the path. */
	readonly folder: string;
	/** Seconds, as its name says; at 0 and below the agent ends. */
	readonly step: bigint;
	/** What its name says beside the step, without an ending. */
	readonly name: string;
	readonly file: ArchiveFile;
}

export interface Found {
	readonly plugins: readonly Plugin[];
	/** Named as a plugin, and left behind by an editor or an upgrade. */
	readonly leftOver: readonly string[];
	/** Programs by their beginning whose names no agent runs. */
	readonly neverRun: readonly string[];
	/** What goes to agents, by path: plugins, and whatever they may need. */
	readonly files: readonly ArchiveFile[];
}

const leftBehind = /(\.(bak|old|orig|save|tmp|new|swp|rej|dpkg-\w+|rpm\w+)|~)$/i;
const largest = 2n ** 63n - 1n;

export function findPlugins(tree: FileTree): Found {
	const plugins: Plugin[] = [];
	const leftOver: string[] = [];
	const neverRun: string[] = [];
	const files: ArchiveFile[] = [];
	for (const file of tree.files.values()) {
		if (isHidden(file.path)) continue;
		const plugin = pluginIn(file);
		if (plugin !== undefined && leftBehind.test(file.path)) {
			leftOver.push(file.path);
			continue;
		}
		files.push(file);
		if (plugin !== undefined) plugins.push(plugin);
		else if (isProgram(file.bytes)) neverRun.push(file.path);
	}
	return { plugins, leftOver, neverRun, files };
}

/** undefined where agents pass over a file of this name: the first of its parts between `_` must be a number to Go's Atoi. */
export function stepOf(name: string): bigint | undefined {
	const [, sign = "", digits] = /^([+-]?)(\d+)_/.exec(name) ?? [];
	if (digits === undefined) return undefined;
	const value = BigInt(digits);
	const isKept = value <= largest || (sign === "-" && value === largest + 1n);
	if (!isKept) return undefined;
	return sign === "-" ? -value : value;
}

export function isProgram(bytes: Uint8Array): boolean {
	return hasShebang(bytes) || beginsWith(bytes, "\x7fELF");
}

export function hasShebang(bytes: Uint8Array): boolean {
	return beginsWith(bytes, "#!");
}

function pluginIn(file: ArchiveFile): Plugin | undefined {
	const at = file.path.lastIndexOf("/");
	const base = file.path.slice(at + 1);
	const step = stepOf(base);
	if (step === undefined) return undefined;
	const name = base.slice(base.indexOf("_") + 1).replace(/(?<=.)\.[^.]*$/, "");
	return { path: file.path, folder: file.path.slice(0, Math.max(at, 0)), step, name, file };
}

/** Git's own settings and what only an editor sees: no agent needs them, and in its repository they would take effect. */
function isHidden(path: string): boolean {
	return path.split("/").some((segment) => segment.startsWith("."));
}

function beginsWith(bytes: Uint8Array, start: string): boolean {
	return [...start].every((character, at) => bytes[at] === character.charCodeAt(0));
}
