import type { Imported } from "@graft/services/archives/import-archive";
import type { ExtensionSummary } from "@graft/services/catalogue/extension-summary";
import type { ExtensionList } from "@graft/services/extensions/list-extensions";
import type { BrokenFolder } from "@graft/services/extensions/mend-of";
import type { Paint } from "../terminal/terminal.ts";
import { heading, named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { problemLines } from "./problems.ts";

export function importedLines({ id, version, replacedVersion }: Imported): string[] {
	const before =
		replacedVersion === null || replacedVersion === version
			? ""
			: `, in place of ${oneLine(replacedVersion) || "one without a version"}`;
	return [`Imported ${named(id, version)}${before}.`];
}

export function extensionListLines(
	{ extensions, broken, archives }: Pick<ExtensionList, "extensions" | "broken" | "archives">,
	paint: Paint,
): string[] {
	if (extensions.length + broken.length + archives.length === 0)
		return ["There is no extension yet. To import one: install-plugin import ARCHIVE"];
	return [
		...extensions.flatMap((extension) => [
			summaryLine(extension, paint),
			...errorLines(extension, paint),
		]),
		...broken.flatMap((folder) => brokenLines(folder, paint)),
		...archives.map(
			(name) =>
				`${paint("yellow", "archive")} ${oneLine(name)} is in the extensions folder, but not imported. To import it: install-plugin import`,
		),
	];
}

export function summaryLine(extension: ExtensionSummary, paint: Paint): string {
	const { id, version, platform, active, servers, problems } = extension;
	const warnings = problems.filter(({ severity }) => severity === "warning").length;
	return [
		`${heading(id, version, paint)}`,
		platform,
		active ? paint("green", "active") : "not active",
		servers.length === 0
			? "on no server"
			: servers.map(({ server, state }) => `${oneLine(server)} ${state}`).join(", "),
		...(warnings === 0 ? [] : [paint("yellow", `${warnings} warning${warnings === 1 ? "" : "s"}`)]),
	].join(" · ");
}

/** What keeps it from being used at all. */
function errorLines({ problems }: ExtensionSummary, paint: Paint): string[] {
	const errors = problems.filter(({ severity }) => severity === "error");
	return problemLines(errors, paint).map((line) => `  ${line}`);
}

function brokenLines({ folder, problems, wouldBecome }: BrokenFolder, paint: Paint): string[] {
	const offer = wouldBecome === null ? "" : `, could become ${oneLine(wouldBecome)}`;
	return [
		`${paint("red", "broken folder")} ${oneLine(folder)}${offer}`,
		...problemLines(problems, paint).map((line) => `  ${line}`),
	];
}
