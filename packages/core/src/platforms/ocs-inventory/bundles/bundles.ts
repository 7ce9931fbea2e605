import type { FileTree } from "../../../domain/archive.ts";
import type { Bundle, BundleChoice, BundleFile } from "../../../domain/bundle.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { AgentFile, Extension } from "../../../domain/extension.ts";
import { isModuleFile } from "../parse/agent-files.ts";
import { deploymentInfo } from "./deployment-info.ts";
import { installScript, type Scripted, uninstallScript } from "./unix-scripts.ts";
import { defaultWindowsPath, windowsPath } from "./windows-path.ts";

/** Modules that the agent brings itself and works by: an extension's of that name would take their place. */
const agentsOwn = ["Download.pm", "SnmpScan.pm"];

/**
 * What agents get: a zip of the scripts for Windows; for Unix the modules with their installer, and a package that
 * takes them back. Throws GraftError for a choice that the extension does not offer.
 */
export function bundles(
	extension: Extension,
	tree: FileTree,
	choice: BundleChoice,
): readonly Bundle[] {
	const { windows, unix } = extension.parts.agents;
	refuseUnknown(choice, [...windows, ...unix]);
	const chosen = (files: readonly AgentFile[]) =>
		files.filter(({ from, chosen }) => (choice.files ? choice.files.includes(from) : chosen));
	const name = `${extension.id}-${safe(extension.version)}`;
	return [
		...windowsBundle(name, contents(chosen(windows), tree), choice.windowsPath),
		...unixBundles(name, extension, contents(chosen(unix), tree)),
	];
}

function windowsBundle(name: string, files: readonly BundleFile[], path?: string): Bundle[] {
	const store = windowsPath(path ?? defaultWindowsPath);
	if (files.length === 0) return [];
	return [
		{
			agents: "windows",
			purpose: "install",
			fileName: `${name}-windows.zip`,
			format: "zip",
			files,
			deploymentInfo: deploymentInfo({ store }),
		},
	];
}

function unixBundles(name: string, extension: Extension, modules: readonly BundleFile[]): Bundle[] {
	if (modules.length === 0) return [];
	const unloadable = modules.find(({ path }) => !isModuleFile(path));
	if (unloadable)
		throw new GraftError(
			"refused",
			`No Unix agent can load a module of the name ${unloadable.path}.`,
			{
				hint: "Leave this file out of the choice, or ask the author to name its package Ocsinventory::Agent::Modules::<Name>.",
			},
		);
	const own = modules.map(({ path }) => path).find((path) => agentsOwn.includes(path));
	if (own)
		throw new GraftError(
			"refused",
			`${extension.id} brings ${own}, which is part of the Unix agent itself.`,
			{
				hint: "Leave this file out of the choice: agents would lose their own module.",
			},
		);
	const scripted: Scripted = {
		id: extension.id,
		version: extension.version,
		modules: modules.map(({ path }) => path.replace(/\.pm$/, "")),
	};
	const uninstall = script("uninstall.sh", uninstallScript(scripted));
	const bundle = { agents: "unix", format: "tar.gz" } as const;
	return [
		{
			...bundle,
			purpose: "install",
			fileName: `${name}-unix.tar.gz`,
			files: [...modules, script("install.sh", installScript(scripted)), uninstall],
			deploymentInfo: deploymentInfo({ execute: "sh install.sh" }),
		},
		{
			...bundle,
			purpose: "uninstall",
			fileName: `${name}-unix-uninstall.tar.gz`,
			files: [uninstall],
			deploymentInfo: deploymentInfo({ execute: "sh uninstall.sh" }),
		},
	];
}

function script(path: string, text: string): BundleFile {
	return { path, bytes: new TextEncoder().encode(text), executable: true };
}

/** In byte order of the names that agents see; two files of one name cannot both be there. */
function contents(files: readonly AgentFile[], tree: FileTree): BundleFile[] {
	const byName = new Map<string, BundleFile>();
	for (const { from, as } of files) {
		const source = tree.files.get(from);
		if (!source) throw new Error(`the tree has no ${from}`);
		const same = [...byName.keys()].find((name) => name.toLowerCase() === as.toLowerCase());
		if (same !== undefined)
			throw new GraftError(
				"refused",
				`Two of the chosen files would both be ${same} on agents, one of them ${from}.`,
				{
					hint: "Choose one of them.",
				},
			);
		byName.set(as, { path: as, bytes: source.bytes, executable: false });
	}
	return [...byName.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

function refuseUnknown({ files }: BundleChoice, offered: readonly AgentFile[]): void {
	const unknown = (files ?? []).filter((path) => !offered.some(({ from }) => from === path));
	if (unknown.length === 0) return;
	const names = offered.map(({ from }) => from).join(", ");
	throw new GraftError("usage", `The extension has no agent file ${unknown.join(", ")}.`, {
		hint: names === "" ? "It has no agent files at all." : `It has ${names}.`,
	});
}

/** A version as part of a file name. */
function safe(version: string): string {
	return version.replace(/[^A-Za-z0-9.]+/g, "_").replace(/^\.+/, "") || "0";
}
