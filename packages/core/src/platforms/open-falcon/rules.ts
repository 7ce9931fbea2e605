import type { Problem } from "../../domain/problem.ts";
import { type Binding, bindingIn, faultOf, isBoundBy } from "./bindings.ts";
import { falconCodes } from "./codes.ts";
import { type Manifest, type ManifestRead, manifestName } from "./manifest.ts";
import type { Found, Plugin } from "./plugins.ts";

/* What an agent does in each case stands in docs/platforms/open-falcon.md. */

/** In seconds: as nanoseconds it must fit what a Go duration holds. */
const longestStep = 2n ** 63n / 10n ** 9n;

export function checkManifest(said: ManifestRead | null): Problem[] {
	if (said === null || "manifest" in said) return [];
	const where = { severity: "error", path: manifestName } as const;
	if ("unreadable" in said)
		return [
			{
				...where,
				code: falconCodes["open-falcon/manifest-unreadable"],
				message: `${manifestName} is not JSON in UTF-8: ${said.unreadable}.`,
				hint: "Correct it, or leave it out.",
			},
		];
	return said.faults.map((fault) => ({
		...where,
		code: falconCodes["open-falcon/manifest-shape"],
		message: `${manifestName} says something that is not understood: ${fault}.`,
		hint: "name, version, description and licence are texts; authors and bindings are lists of texts.",
	}));
}

export function checkFound({ plugins, leftOver, neverRun }: Found): Problem[] {
	const problems = [
		...plugins.flatMap(checkStep),
		...leftOver.map(
			(path): Problem => ({
				severity: "info",
				code: falconCodes["open-falcon/left-over"],
				path,
				message: `${path} looks like what an editor or an upgrade left behind: an agent would run it as one more plugin. It is left out.`,
				hint: "Nothing has to be done.",
			}),
		),
		...neverRun.map(
			(path): Problem => ({
				severity: "info",
				code: falconCodes["open-falcon/never-run"],
				path,
				message: `${path} is a program, and no agent runs it: its name does not begin with a number of seconds and _.`,
				hint: "Nothing has to be done where others use it. A plugin is called 60_name.",
			}),
		),
	];
	if (plugins.length > 0) return problems;
	const none: Problem = {
		severity: "error",
		code: falconCodes["open-falcon/no-plugin"],
		path: "",
		message: "No file in the archive is called as a plugin is: agents would run nothing of it.",
		hint: "Call a script after the seconds between its runs, such as 60_name.py.",
	};
	return [...problems, none];
}

function checkStep({ path, step }: Plugin): Problem[] {
	if (step > 0n && step <= longestStep) return [];
	return [
		{
			severity: "error",
			code: falconCodes["open-falcon/stops-agent"],
			path,
			message: `${path} is to run every ${step} s: an agent that sees it ends at once, and at each new start.`,
			hint: "Begin its name with the seconds between two runs: 1 or more.",
		},
	];
}

/** It names a folder, here and in the repository. */
export function checkId(id: string, path: string): Problem[] {
	if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(id) && !/\.(lock|git)$|\.$|\.\./i.test(id))
		return [];
	return [
		{
			severity: "error",
			code: falconCodes["open-falcon/bad-id"],
			path,
			message: `"${id}" cannot name a folder of the repository that every agent has.`,
			hint: `Name it in ${manifestName} with letters, digits, _, . and - only, 64 at most, with a letter or a digit first.`,
		},
	];
}

export function checkName(manifest: Manifest | null, plugins: readonly Plugin[]): Problem[] {
	const [first, another] = plugins;
	if (manifest !== null || first === undefined || another === undefined) return [];
	return [
		{
			severity: "info",
			code: falconCodes["open-falcon/named-by-plugin"],
			path: first.path,
			message: `There is no ${manifestName}, so the extension is called after its first plugin: ${first.name}. One that comes before it in a later version would change that.`,
			hint: `Say its name and version in ${manifestName}.`,
		},
	];
}

export function checkBindings(
	id: string,
	bindings: readonly Binding[],
	plugins: readonly Plugin[],
): Problem[] {
	const bad = bindings.flatMap((binding): Problem[] => {
		const fault = faultOf(id, binding);
		if (fault !== undefined)
			return [
				{
					severity: "error",
					code: falconCodes["open-falcon/bad-binding"],
					path: manifestName,
					message: `"${binding.text}" cannot be bound: ${fault}. Open-Falcon itself would take it.`,
					hint: "Name a folder or a script of the archive, from its top; . is the top.",
				},
			];
		return bindsSomething(binding, plugins) ? [] : [bindsNothing(binding)];
	});
	const sound = bindings.filter((binding) => faultOf(id, binding) === undefined);
	const unbound = plugins
		.filter((plugin) => !sound.some((binding) => isBoundBy(plugin, binding)))
		.map(
			({ path, folder }): Problem => ({
				severity: "info",
				code: falconCodes["open-falcon/not-bound"],
				path,
				message: `No binding in ${manifestName} is about ${path}: agents do not look into folders below one that is bound.`,
				hint: `Add "${folder === "" ? "." : folder}" to its bindings where agents are to run it (${bindingIn(id, { text: folder, path: folder, hasArguments: false })}).`,
			}),
		);
	return [...bad, ...unbound];
}

/** Only one script is given arguments. */
function bindsSomething(binding: Binding, plugins: readonly Plugin[]): boolean {
	return plugins.some((plugin) =>
		binding.hasArguments ? plugin.path === binding.path : isBoundBy(plugin, binding),
	);
}

function bindsNothing({ text, hasArguments }: Binding): Problem {
	return {
		severity: "error",
		code: falconCodes["open-falcon/binds-nothing"],
		path: manifestName,
		message: hasArguments
			? `"${text}" gives arguments to something that is no plugin of the archive: agents would run nothing for it.`
			: `"${text}" is neither a plugin of the archive nor a folder that has one: agents would run nothing for it.`,
		hint: "Name a folder with plugins in it, or a plugin, from the archive's top.",
	};
}
