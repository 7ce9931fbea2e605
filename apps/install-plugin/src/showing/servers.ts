import type { KnownServer } from "@graft/services/servers/list-servers";
import type { Paint } from "../terminal/terminal.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";

export function serverListLines(servers: readonly KnownServer[], paint: Paint): string[] {
	if (servers.length === 0) return ["No server is known here yet."];
	return servers.flatMap(({ server, seenAt, extensions }) => [
		`${paint("bold", oneLine(server))}${seenAt === null ? "" : `, last changed ${seenAt.toISOString()}`}`,
		...(extensions.length === 0 ? ["  nothing installed by Graft"] : []),
		...extensions.map(({ id, version, state }) => `  ${named(id, version)}: ${state}`),
	]);
}

/** What forgetting a server leaves behind there. */
export function stayingLines({ server, extensions, reloads }: KnownServer): string[] {
	const label = oneLine(server);
	const there = extensions.filter(({ state }) => state !== "missing");
	if (there.length + reloads.length === 0)
		return [`Graft knows of nothing that it installed on ${label}.`];
	return [
		`This stays on ${label}, and Graft no longer looks after it:`,
		...there.flatMap(({ id, version, files }) => [
			`  ${named(id, version)}${files.length === 0 ? ", installed without Graft" : ""}`,
			...files.map((path) => `    ${oneLine(path)}`),
		]),
		...reloads.map((id) => `  ${oneLine(id)}, in its service's memory until the next reload`),
		"If the machine comes back, it sends data for tables that may be gone. Uninstall it there by hand, or with install-plugin uninstall.",
	];
}
