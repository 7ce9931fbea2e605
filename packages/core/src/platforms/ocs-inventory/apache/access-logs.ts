import { commonFormat } from "./access-log-format.ts";
import { resolve } from "./paths.ts";
import type { Configuration } from "./read-configuration.ts";

export interface AccessLog {
	readonly path: string;
	/** As LogFormat has it. */
	readonly format: string;
}

type HostDirective = Configuration["directives"][number];

/**
 * Where requests to the communication server are logged: a list for each host that serves it, empty where that goes into
 * a pipe or nowhere. A virtual host without logs of its own has those of the main server.
 * https://httpd.apache.org/docs/2.4/mod/mod_log_config.html
 */
export function accessLogsOf({
	directives,
	serverRoot,
}: Pick<Configuration, "directives" | "serverRoot">): readonly (readonly AccessLog[])[] {
	const logging = directives.filter(({ name }) => name === "customlog" || name === "transferlog");
	const located = directives
		.filter(({ name, args }) => name === "<location" && args[0] === "/ocsinventory")
		.map(({ host }) => host);
	const serving = new Set(
		located.length === 0 || located.includes(0) ? logging.map(({ host }) => host) : located,
	);
	return [...serving].map((host) => {
		const own = logging.filter((directive) => directive.host === host);
		const used = own.length > 0 ? own : logging.filter((directive) => directive.host === 0);
		return used.flatMap((directive) => {
			const [path = ""] = directive.args;
			if (/^(\||syslog)/.test(path)) return [];
			return [{ path: resolve(serverRoot, path), format: formatOf(directive, directives) }];
		});
	});
}

function formatOf(
	{ name, args, host }: HostDirective,
	directives: Configuration["directives"],
): string {
	const formats = directives.filter((directive) => directive.name === "logformat");
	if (name === "customlog") {
		const [, named = ""] = args;
		return formats.findLast((format) => format.args[1] === named)?.args[0] ?? named;
	}
	const nameless = formats.filter((format) => format.args.length === 1);
	const nearest = [host, 0].flatMap(
		(one) => nameless.findLast((format) => format.host === one) ?? [],
	);
	return nearest[0]?.args[0] ?? commonFormat;
}
