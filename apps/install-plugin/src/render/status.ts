import type { Status } from "@graft/services/servers/get-status";
import type { ServerState } from "@graft/services/servers/server-state";
import type { Paint, Style } from "../terminal.ts";
import { indented } from "./indented.ts";
import { oneLine } from "./one-line.ts";

const styles: Readonly<Record<ServerState, Style>> = {
	"in-sync": "green",
	drifted: "red",
	missing: "yellow",
	unreachable: "red",
};

export function statusLines(status: Status, paint: Paint): string[] {
	if (status.extensions.length === 0) return ["No extension was imported yet."];
	return status.extensions.flatMap(({ id, version, active, servers }) => [
		`${paint("bold", oneLine(id))} ${oneLine(version)}${active ? "" : ", not active"}`,
		...(servers.length === 0 ? ["  on no server that is known here"] : []),
		...servers.flatMap(({ server, state, version: there, files, reason }) => [
			`  ${oneLine(server)}: ${paint(styles[state], state)}${there === null ? "" : ` (${oneLine(there)})`}`,
			...indented(reason ?? "", "    "),
			...files
				.filter((file) => file.state !== state || state === "drifted")
				.map((file) => `    ${file.state}  ${oneLine(file.path)}`),
		]),
	]);
}
