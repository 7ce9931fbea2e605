import type { Problem } from "../../domain/problem.ts";
import { type PanoptesCodeName, panoptesCodes } from "./codes.ts";
import { canBeSet, interpolate } from "./interpolate.ts";
import { option, type Plugin } from "./plugin.ts";

type Rule = (plugin: Plugin, all: readonly Plugin[]) => Problem[];

function problem(
	severity: Problem["severity"],
	code: PanoptesCodeName,
	path: string,
	message: string,
	hint: string,
): Problem {
	const found = { severity, code: panoptesCodes[`panoptes/${code}`], path, message, hint };
	return severity === "warning" ? { ...found, part: "server" } : found;
}

/** What the real loader does in each case stands in docs/platforms/panoptes.md. */
const rules: readonly Rule[] = [
	({ path, errors }) =>
		errors.map(({ line, reason }) =>
			problem(
				"error",
				"ini-unreadable",
				path,
				`Line ${line} ${reason}: Panoptes would stop at this file and load no plugin at all.`,
				"Correct the line; Python's configparser must be able to read the file.",
			),
		),
	({ path, ini }) =>
		ini.has("Core")
			? []
			: [
					problem(
						"error",
						"no-core",
						path,
						"There is no [Core] section: Panoptes would stop at this file and load no plugin at all.",
						"Add [Core] with Name and Module.",
					),
				],
	({ path, ini }) =>
		(["name", "module"] as const)
			.filter((name) => ini.has("Core") && !option(ini, "Core", name))
			.map((name) =>
				problem(
					"error",
					`no-${name}`,
					path,
					`[Core] has no ${name}: the plugin can never load.`,
					`Add ${name} to [Core].`,
				),
			),
	({ path, ini }) => {
		const version = option(ini, "Documentation", "version");
		return version === undefined || /^[0-9]+(\.[0-9]+)*$/.test(version)
			? []
			: [
					problem(
						"error",
						"version-not-numeric",
						path,
						`Version "${version}" is not made of numbers: Panoptes would stop at this file and load no plugin at all.`,
						"Write it as 1.2 or 1.2.3.",
					),
				];
	},
	({ path, ini }) =>
		[...ini].flatMap(([section, options]) =>
			[...options]
				.filter(([, { value }]) => interpolate(value, options) === undefined)
				.map(([name, { line }]) =>
					problem(
						"error",
						"percent",
						path,
						`Line ${line}: the value of ${name} in [${section}] holds a "%" that Python cannot read: the scheduler fails at it for all plugins.`,
						"Take the % out of the value, or write it as %%.",
					),
				),
		),
	({ path, name, module }) =>
		name.includes(";;") || ![name, module].every(canBeSet)
			? [
					problem(
						"error",
						"name-forbidden",
						path,
						`Name or Module in [Core] holds ";;" or a "%": Panoptes would stop at this file and load no plugin at all.`,
						"Take it out.",
					),
				]
			: [],
	({ path, module, place }) => {
		switch (place.is) {
			case "outside":
				return [
					problem(
						"error",
						"module-outside",
						path,
						`Module "${module}" is outside the extension.`,
						"Name it relative to the ini file, without .py.",
					),
				];
			case "missing":
				return module === ""
					? []
					: [
							problem(
								"error",
								"module-missing",
								path,
								`Module "${module}" is not in the archive: Panoptes would skip the plugin.`,
								"Add the module beside the ini file, or correct the name; it is relative to the ini file.",
							),
						];
			case "on-server":
				return [
					problem(
						"info",
						"module-on-server",
						path,
						`Module "${module}" is not in the archive: it must be on the server, which is asked when the plugin is installed.`,
						"Where the server lacks it, nothing is installed: put the module there first, or into the archive.",
					),
				];
			case "here":
				return place.isMoved
					? [
							problem(
								"info",
								"module-moved",
								path,
								`Module is the absolute path "${module}"; ${place.path} of the archive is installed for it, and its place is written into the installed ini file.`,
								"Nothing has to be done. Where the server's own file is meant, take the module out of the archive.",
							),
						]
					: [];
		}
	},
	({ path, module, place }) =>
		module.endsWith(".py") && place.is === "here" && !place.isMoved
			? [
					problem(
						"info",
						"module-with-py",
						path,
						`Module "${module}" is written with .py: it loads, but an upgrade will not make it run early.`,
						"Leave the .py out.",
					),
				]
			: [],
	({ path, modulePath, kind }) =>
		modulePath?.endsWith(".py") && !kind
			? [
					problem(
						"warning",
						"wrong-base-class",
						path,
						`No class in ${modulePath} derives from PanoptesDiscoveryPlugin, PanoptesEnrichmentPlugin or PanoptesPollingPlugin: Panoptes would skip the plugin.`,
						"Derive the plugin's class from one of the three.",
					),
				]
			: [],
	({ path, modulePath, hasRun }) =>
		modulePath?.endsWith(".py") && !hasRun
			? [
					problem(
						"warning",
						"no-run",
						path,
						`${modulePath} defines no method run: Panoptes would skip the plugin.`,
						"Add run(self, context) to the plugin's class.",
					),
				]
			: [],
	({ path, ini }) => {
		const frequency = option(ini, "main", "execute_frequency");
		if (frequency !== undefined && Number(frequency) > 0) return [];
		const misspelt = option(ini, "main", "exequte_frequency") !== undefined;
		return [
			problem(
				"warning",
				"never-scheduled",
				path,
				frequency === undefined
					? `There is no execute_frequency in [main]${misspelt ? ' (only a misspelt "exequte_frequency")' : ""}: the plugin loads and never runs.`
					: `execute_frequency is "${frequency}": the plugin loads and never runs.`,
				"Set execute_frequency in [main] to a number of seconds above 0.",
			),
		];
	},
	({ path, ini, kind }) =>
		kind === "polling" && !option(ini, "main", "resource_filter")
			? [
					problem(
						"warning",
						"no-resource-filter",
						path,
						"A polling plugin without resource_filter in [main] is never scheduled.",
						"Add resource_filter to [main].",
					),
				]
			: [],
	({ path, ini }) =>
		ini.has("Documentation")
			? []
			: [
					problem(
						"info",
						"no-documentation",
						path,
						"There is no [Documentation] section: Panoptes' own page calls it mandatory, its loader does not.",
						"Add [Documentation] with Author, Version and Description.",
					),
				],
	({ path, name }, all) => {
		const first = all.find((other) => other.name === name);
		return name !== "" && first && first.path !== path
			? [
					problem(
						"warning",
						"duplicate-name",
						path,
						`"${name}" is also the name in ${first.path}: Panoptes would schedule only one of them.`,
						"Give each plugin its own Name.",
					),
				]
			: [];
	},
];

export function checkPlugins(plugins: readonly Plugin[]): Problem[] {
	return plugins.flatMap((plugin) => rules.flatMap((rule) => rule(plugin, plugins)));
}
