import type { ServerState } from "@graft/services/catalogue/server-state";
import type { ExtensionStatus, Status } from "@graft/services/servers/get-status";
import type { ServerStatus } from "@graft/services/servers/visit";
import type { Paint, Style } from "../terminal/terminal.ts";
import { indented } from "./indented.ts";
import { heading } from "./named.ts";
import { oneLine } from "./one-line.ts";

const styles: Readonly<Record<ServerState, Style>> = {
	"in-sync": "green",
	"other-version": "yellow",
	drifted: "red",
	missing: "yellow",
	unreachable: "red",
	"host-key": "red",
	refused: "red",
	unreadable: "red",
};

/** Names of silent machines beyond these are for --json. */
const namesShown = 5;

export function statusLines(status: Status, paint: Paint): string[] {
	if (status.extensions.length === 0) return ["No extension was imported yet."];
	return status.extensions.flatMap((extension) => [
		headLine(extension, paint),
		...indented(extension.database.reason ?? "", "    "),
		...repositoryLines(extension.repository, paint),
		...groupsLines(extension.groups, paint),
		...(extension.servers.length === 0 && extension.repository === null
			? ["  on no server that is known here"]
			: []),
		...extension.servers.flatMap((server) => serverLines(server, paint)),
	]);
}

function headLine({ id, version, active, database, agents }: ExtensionStatus, paint: Paint) {
	const { state } = database;
	// An extension that is not active has no row: that is said already.
	const told = state === null || (state === "missing" && !active) ? undefined : state;
	return [
		`${heading(id, version, paint)}${active ? "" : ", not active"}`,
		...(told === undefined ? [] : [`database ${paint(styles[told], told.replace("-", " "))}`]),
		...(agents === null ? [] : [agentsText(agents, paint)]),
	].join(" · ");
}

function agentsText(agents: NonNullable<ExtensionStatus["agents"]>, paint: Paint): string {
	const { expected, inventoried, reporting, silent, silentCount } = agents;
	if (expected === 0 && reporting === 0) return "no machine is expected to report it";
	const verb = reporting === 1 ? "reports" : "report";
	if (reporting > expected)
		return `${grouped(reporting)} ${machines(reporting)} ${verb} it, ${grouped(expected)} expected`;
	const shown = silent.slice(0, namesShown).map(oneLine).join(", ");
	const more = silentCount > namesShown ? ", …" : "";
	const waiting = expected - inventoried;
	const remarks = [
		...(silentCount === 0
			? []
			: [paint("yellow", `${grouped(silentCount)} silent: ${shown}${more}`)]),
		...(waiting === 0 ? [] : [`${grouped(waiting)} without an inventory since activation`]),
	];
	const remark = remarks.length === 0 ? "" : ` (${remarks.join("; ")})`;
	return `${grouped(reporting)} of ${grouped(expected)} ${machines(expected)} ${verb} it${remark}`;
}

function repositoryLines(status: ExtensionStatus["repository"], paint: Paint): string[] {
	if (status === null) return [];
	const { repository, state, version, files, reason } = status;
	const told = version === null || version === "" ? "" : ` (${oneLine(version)})`;
	return [
		`  ${oneLine(repository ?? "the repository")}: ${paint(styles[state], state)}${told}`,
		...indented(reason ?? "", "    "),
		...files
			.filter((file) => state === "drifted" && file.state !== "in-sync")
			.map((file) => `    ${file.state}  ${oneLine(file.path)}`),
	];
}

function groupsLines(status: ExtensionStatus["groups"], paint: Paint): string[] {
	if (status === null) return [];
	const { api, state, bindings, reason } = status;
	const groups = [...new Set(bindings.map(({ group }) => oneLine(group)))];
	const bound = groups.length === 0 ? "" : ` (${groups.join(", ")})`;
	return [
		`  groups in ${oneLine(api ?? "the API")}: ${paint(styles[state], state)}${bound}`,
		...indented(reason ?? "", "    "),
		...bindings
			.filter((each) => each.state !== "in-sync")
			.map(({ group, path, state: one }) => `    ${one}  ${oneLine(path)} to ${oneLine(group)}`),
	];
}

function serverLines(
	{ server, state, version, files, errors, reason }: ServerStatus,
	paint: Paint,
): string[] {
	return [
		`  ${oneLine(server)}: ${paint(styles[state], state)}${!version ? "" : ` (${oneLine(version)})`}`,
		...indented(reason ?? "", "    "),
		...errorLines(errors, paint),
		...files
			.filter(
				(file) =>
					state === "drifted" || file.state !== (state === "other-version" ? "in-sync" : state),
			)
			.map((file) => `    ${file.state}  ${oneLine(file.path)}`),
	];
}

function errorLines(errors: ServerStatus["errors"], paint: Paint): string[] {
	if (errors === null || errors.count === 0) return [];
	const { since, count, latest, last } = errors;
	const what = paint("red", `${grouped(count)} × HTTP 500 to agents`);
	const words = last === null ? "" : ` The server's last words: ${oneLine(last)}`;
	return [
		`    ${what} since ${since}, the latest at ${latest}. Activate it again to update its tables, or uninstall it here.${words}`,
	];
}

function machines(count: number): string {
	return count === 1 ? "machine" : "machines";
}

function grouped(count: number): string {
	return count.toLocaleString("en-GB");
}
