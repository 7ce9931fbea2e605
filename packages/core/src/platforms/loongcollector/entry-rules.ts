import type { Problem } from "../../domain/problem.ts";
import { error, warning } from "./found.ts";
import type { Fragment } from "./fragment.ts";
import { isExplicitVersion, majorFits } from "./import-path.ts";
import type { GoModule } from "./module.ts";

/** What an archive's own entry says. */
export function checkFragment({ mod }: GoModule, fragment: Fragment): Problem[] {
	const { path, fault, gomod, settings, replaces, unknown, category } = fragment;
	const [named = "", version = "", ...more] = gomod?.trim().split(/\s+/) ?? [];
	const problems: Problem[] = [];
	if (fault !== null)
		problems.push(
			error(
				"loongcollector/entry-unreadable",
				path,
				`${path} is no entry of one module: ${fault}.`,
				"Write gomod and import of this module alone, or leave the file out.",
			),
		);
	if (gomod !== undefined && (named !== mod.module || more.length > 0))
		problems.push(
			error(
				"loongcollector/bad-module",
				path,
				`gomod is "${gomod}", and go.mod declares ${mod.module || "no module"}.`,
				`Write gomod: ${mod.module} v1.2.3, with the version that it is.`,
			),
		);
	else if (gomod !== undefined && !(isExplicitVersion(version) && majorFits(mod.module, version)))
		problems.push(
			error(
				"loongcollector/version-not-explicit",
				path,
				version === "latest" || version === ""
					? `gomod names ${version === "" ? "no version" : "the version latest"}: what is built would change by itself, and Go refuses it without a network.`
					: `"${version}" is no version that Go takes of ${mod.module}.`,
				"Name one, such as v1.2.3; from v2 on, the module's path ends with /v2.",
			),
		);
	for (const statement of settings)
		problems.push(
			error(
				"loongcollector/global-settings",
				path,
				`The builder would run "${statement}" for it, which changes settings of the build host for everything else there.`,
				"Take it out. Where it is needed, the host's administrator sets it.",
			),
		);
	for (const replace of replaces)
		problems.push(
			error(
				"loongcollector/replaces",
				path,
				`It would replace a module of the whole collector: "${replace}".`,
				"Take it out. Where it is needed, the administrator writes it into the collector's own external_plugins.yml.",
			),
		);
	for (const key of unknown)
		problems.push(
			warning(
				"loongcollector/unknown-key",
				path,
				`The builder knows no "${key}", and says nothing of it.`,
				"Correct the name, or take it out.",
			),
		);
	if (category === "windows" || category === "debug")
		problems.push(
			warning(
				"loongcollector/not-built-here",
				path,
				`It is listed for ${category}: what is built on a Linux host does not have it.`,
				"Accept this, or list it below common or linux.",
			),
		);
	return problems;
}
