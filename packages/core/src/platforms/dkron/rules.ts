import type { Extension } from "../../domain/extension.ts";
import type { Problem } from "../../domain/problem.ts";
import { dkronCodes } from "./codes.ts";
import type { JobSample } from "./jobs.ts";
import { type Found, fileName, machinesOf, type Plugin } from "./plugins.ts";
import { isFor } from "./program.ts";

/* What Dkron itself does in each case stands in docs/platforms/dkron.md. */

/** Dkron registers its own under these names last: a file of that name is started, and never asked. */
const builtIn = ["shell", "http"];

export function checkFound({ plugins, faulty, beside, leftOver }: Found): Problem[] {
	const problems = [
		...faulty.map(
			({ path, fault }): Problem => ({
				severity: "error",
				code: dkronCodes["dkron/not-a-program"],
				path,
				message: `${path} is called as a plugin and ${fault}: with it in its folder Dkron would not start.`,
				hint: "Put the program into the archive, or give the file another name.",
			}),
		),
		...leftOver.map(
			(path): Problem => ({
				severity: "info",
				code: dkronCodes["dkron/left-over"],
				path,
				message: `${path} looks like what an editor or an upgrade left behind: Dkron would load it as one more plugin. It is left out.`,
				hint: "Nothing has to be done.",
			}),
		),
		...beside.map(
			(path): Problem => ({
				severity: "info",
				code: dkronCodes["dkron/not-for-dkron"],
				path,
				message: `${path} is no program, although its name begins like a plugin's: with it in its folder Dkron would not start. It is left out.`,
				hint: "Nothing has to be done.",
			}),
		),
	];
	if (plugins.length > 0 || faulty.length > 0) return problems;
	const none: Problem = {
		severity: "error",
		code: dkronCodes["dkron/no-plugin"],
		path: "",
		message: "No file in the archive is a plugin's program.",
		hint: "Build the plugin, and put its program into the archive as dkron-processor-NAME or dkron-executor-NAME.",
	};
	return [...problems, none];
}

export function checkPlugins(plugins: readonly Plugin[]): Problem[] {
	return [...plugins.flatMap(checkName), ...duplicates(plugins)];
}

function checkName(plugin: Plugin): Problem[] {
	const { path, kind, name } = plugin;
	if (kind === "executor" && builtIn.includes(name))
		return [
			{
				severity: "error",
				code: dkronCodes["dkron/built-in"],
				path,
				message: `Dkron has an executor "${name}" of its own and uses that one: ${path} would be started, and never asked.`,
				hint: "Give the plugin another name.",
			},
		];
	if (/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name)) return [];
	return [
		{
			severity: "error",
			code: dkronCodes["dkron/bad-name"],
			path,
			message: `"${name}" cannot be the name of a plugin that jobs are to name.`,
			hint: "Use letters, digits, _, . and - only, 64 at most, with a letter or a digit first.",
		},
	];
}

/** For each machine one program. */
function duplicates(plugins: readonly Plugin[]): Problem[] {
	return plugins.flatMap((plugin, at) => {
		const earlier = plugins
			.slice(0, at)
			.find(
				(other) =>
					fileName(other).toLowerCase() === fileName(plugin).toLowerCase() &&
					(fileName(other) !== fileName(plugin) || isForTheSame(other, plugin)),
			);
		if (earlier === undefined) return [];
		return [
			{
				severity: "error" as const,
				code: dkronCodes["dkron/duplicate-plugin"],
				path: plugin.path,
				message: `${plugin.path} and ${earlier.path} are both ${fileName(plugin)} for ${machinesOf(plugin)}.`,
				hint: "Leave one of them in the archive.",
			},
		];
	});
}

function isForTheSame({ program: one }: Plugin, { program: other }: Plugin): boolean {
	if (one.kind === "script" || other.kind === "script") return one.kind === other.kind;
	return one.machines.some((machine) => other.machines.some(isFor(machine)));
}

export function checkId(id: string, path: string): Problem[] {
	if (/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/.test(id)) return [];
	return [
		{
			severity: "error",
			code: dkronCodes["dkron/bad-id"],
			path,
			message: `"${id}" is too long, or has characters that not every server takes.`,
			hint: "Name the file with letters, digits, _, . and - only, 64 at most.",
		},
	];
}

export function checkJobs(jobs: readonly JobSample[], unreadable: readonly string[]): Problem[] {
	return [
		...jobs.flatMap(({ path, notText }) =>
			notText.map(
				(key): Problem => ({
					severity: "info",
					code: dkronCodes["dkron/job-value-not-text"],
					path,
					message: `${key} is not text: Dkron's API would refuse this job with 400.`,
					hint: 'Write it in quotes, such as "true" for true.',
				}),
			),
		),
		...unreadable.map(
			(path): Problem => ({
				severity: "info",
				code: dkronCodes["dkron/job-unreadable"],
				path,
				message: `${path} is not JSON in UTF-8: Dkron's API would refuse this job.`,
				hint: "Correct it where it is meant for people to start from.",
			}),
		),
	];
}

export function checkNeighbours(extension: Extension, neighbours: readonly Extension[]): Problem[] {
	const own = new Set(extension.claims.map(({ value }) => value));
	return neighbours
		.filter(({ platform, id }) => platform === extension.platform && id !== extension.id)
		.flatMap(({ id, claims }) =>
			claims
				.filter(({ value }) => own.has(value))
				.map(
					({ value }): Problem => ({
						severity: "warning",
						code: dkronCodes["dkron/name-taken"],
						path: "",
						message: `The extension "${id}" has ${value} too: a server can have one of them.`,
						hint: `Uninstall "${id}" from the server first.`,
						part: "server",
					}),
				),
		);
}
