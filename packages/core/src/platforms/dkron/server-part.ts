import type { FileTree } from "../../domain/archive.ts";
import type { Extension } from "../../domain/extension.ts";
import type { ServiceStep } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Facts, PlacedFile, ServerPart } from "../../drivers/files/wanted.ts";
import { dkronCodes } from "./codes.ts";
import { handshake } from "./handshake.ts";
import { fileName, findPlugins, machinesOf, type Plugin, runsOn } from "./plugins.ts";
import type { Machine } from "./program.ts";

export function serverPart(_: Extension, tree: FileTree, facts: Facts): ServerPart {
	const { plugins } = findPlugins(tree);
	const names = [...new Set(plugins.map(fileName))];
	const chosen = names.map((name) => {
		const variants = plugins.filter((plugin) => fileName(plugin) === name);
		return { name, variants, plugin: choose(variants, facts.values.machine ?? "") };
	});
	const fitting = chosen.flatMap(({ plugin }) => plugin ?? []);
	return {
		files: fitting.map((plugin) => placed(plugin, tree, facts)),
		trials: fitting.map((plugin) => handshake(targetOf(plugin, facts), plugin.kind)),
		checks: [],
		checksAfterRemoval: [],
		reload: facts.values.wanted === "restart" ? serviceIn(facts) : null,
		// Healthy is also who cannot read the folder, and who has loaded nothing from it.
		untilPresent: fitting.map((plugin) => ({ kind: "child", program: targetOf(plugin, facts) })),
		notes:
			facts.values.wanted === "restart" ? [] : ["Dkron reads its plugins only when it starts."],
		problems: [
			...chosen.flatMap(({ name, variants, plugin }) =>
				plugin === undefined ? [noProgram(name, variants, facts.values.machine ?? "")] : [],
			),
			...hidden(names, facts),
		],
	};
}

/** As it was found when the place was looked at; null where nobody can restart it. */
export function serviceIn({ values }: Facts): ServiceStep | null {
	return JSON.parse(values.service ?? "null") as ServiceStep | null;
}

/** Where the server does not say what it is, only one that is alone can be meant. */
function choose(variants: readonly Plugin[], machine: string): Plugin | undefined {
	if (machine === "") return variants.length === 1 ? variants[0] : undefined;
	const [os = "", arch = ""] = machine.split("/");
	const here: Machine = { os, arch };
	const fitting = variants.filter((plugin) => runsOn(plugin, here));
	return fitting.find(({ program }) => program.kind === "binary") ?? fitting[0];
}

function targetOf(plugin: Plugin, { folders }: Facts): string {
	return `${folders.pluginDir}/${fileName(plugin)}`;
}

function placed(plugin: Plugin, tree: FileTree, facts: Facts): PlacedFile {
	const source = tree.files.get(plugin.path);
	if (!source) throw new Error(`the tree has no ${plugin.path}`);
	return {
		target: targetOf(plugin, facts),
		bytes: source.bytes,
		sha256: source.sha256,
		mode: 0o755,
		staging: facts.workFolder,
		within: facts.home.replace(/\/[^/]+$/, ""),
		why: `the ${plugin.kind} that jobs call ${plugin.name} (${machinesOf(plugin)})`,
	};
}

function noProgram(name: string, variants: readonly Plugin[], machine: string): Problem {
	const has = variants.map(machinesOf).join("; ");
	return {
		severity: "error",
		code: dkronCodes["dkron/no-program-here"],
		path: "",
		message:
			machine === ""
				? `This server gives no shell, so nobody can tell which ${name} it can run (${has}).`
				: `The archive has no ${name} for ${machine}, which this server is (only for ${has}): Dkron would not start with any of them.`,
		hint:
			machine === ""
				? "Connect as a user with a shell."
				: `Build it for ${machine}, and add it to the archive.`,
	};
}

/** What lies beside Dkron's own program wins over what lies in its folder. */
function hidden(names: readonly string[], { values }: Facts): Problem[] {
	const winning = (values.winning ?? "").split("\n");
	return names
		.filter((name) => winning.includes(name))
		.map(
			(name): Problem => ({
				severity: "error",
				code: dkronCodes["dkron/hidden"],
				path: "",
				message: `${values.winningFolder}/${name} lies beside Dkron's program, and wins: this one would be started and never asked.`,
				hint: `Give the plugin another name, or move ${name} away from ${values.winningFolder}.`,
			}),
		);
}
