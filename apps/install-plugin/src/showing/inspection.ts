import type { AgentFile } from "@graft/core/domain/extension";
import { isRefused } from "@graft/core/domain/problem";
import type { Inspection } from "@graft/services/tasks/inspection";
import type { Paint } from "../terminal/terminal.ts";
import { bytesText } from "./bytes.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { problemLines } from "./problems.ts";

/** What an archive would do, for a person. */
export function inspectionLines(inspection: Inspection, paint: Paint): string[] {
	const { archive, extension, parts, problems } = inspection;
	const { database, server, agents, facts } = parts;
	// Statements are shown on one line each; the object of --json has them unchanged.
	return [
		...(extension === null
			? [paint("bold", "Nothing that Graft knows")]
			: [
					paint("bold", named(extension.name, extension.version)),
					`  id           ${oneLine(extension.id)}, for ${extension.platform}`,
					...field("description", extension.description),
					...field("authors", extension.authors.join(", ")),
					...field("licence", extension.licence),
				]),
		`  archive      ${bytesText(archive.bytes)}, ${entriesText(archive.entries)}, sha256 ${archive.sha256}`,
		...(archive.takenFrom === undefined
			? []
			: [
					`  taken from   ${oneLine(archive.takenFrom.root)} of a zip, sha256 ${archive.takenFrom.sha256}`,
				]),
		...section("database, on activation", database.install.map(oneLine)),
		...section("database, on removal", database.remove.map(oneLine)),
		...section(
			"server",
			server.files.map(({ from, to }) => `${oneLine(from)} → ${oneLine(to)}`),
		),
		...facts.flatMap(({ name, values }) => section(name, values.map(oneLine))),
		...section("Windows agents", agents.windows.map(agentLine)),
		...section("Unix agents", agents.unix.map(agentLine)),
		...problemLines(problems, paint),
		...(isRefused(problems) ? [paint("red", "It would be refused.")] : []),
	];
}

function entriesText(entries: number): string {
	return entries === 1 ? "1 entry" : `${entries.toLocaleString("en-GB")} entries`;
}

function field(name: string, value: string): string[] {
	return value === "" ? [] : [`  ${name.padEnd(12)} ${oneLine(value)}`];
}

function section(title: string, lines: readonly string[]): string[] {
	return lines.length === 0 ? [] : [`  ${title}:`, ...lines.map((line) => `    ${line}`)];
}

function agentLine({ from, as, chosen }: AgentFile): string {
	return `${oneLine(from)} → ${oneLine(as)}${chosen ? "" : "  (not proposed)"}`;
}
