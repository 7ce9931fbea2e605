import type { Connection } from "@graft/core/connections/connection";
import { rootedConnection } from "./rooted-connection.ts";

export interface DkronServer {
	/** By pid, the command line. */
	readonly running: Readonly<Record<number, string>>;
	/** Whose they are. */
	readonly uid?: number;
	readonly group?: string;
	/** The process that systemd has started for that group's unit. */
	readonly main?: number;
	/** Scripts of init that name what is looked for. */
	readonly scripts?: readonly string[];
	/** What its API answers, by path. */
	readonly api?: Readonly<Record<string, readonly [status: number, body: unknown]>>;
	readonly uname?: string;
}

/** A server with the files below `root`, on which just this runs. */
export function dkronServer(
	root: string,
	{
		running,
		uid = 0,
		group = "0::/",
		main = 7,
		scripts = [],
		api = {},
		uname = "Linux x86_64",
	}: DkronServer,
): Connection {
	return rootedConnection(root, ([command = "", ...args]) => {
		const said = (stdout: string, code = 0) => ({ code, stdout, stderr: "" });
		switch (command) {
			case "ps":
				return said(
					Object.entries(running)
						.map(([pid, line]) => `${pid} 1 ${uid} ${line}`)
						.join("\n"),
				);
			case "id":
				return said("0\n");
			case "uname":
				return said(`${uname}\n`);
			case "readlink":
				return said(args[0]?.endsWith("/cwd") ? "/srv\n" : "/usr/bin/dkron\n");
			case "systemctl":
				return said(`${main}\n`);
			case "cat":
				return said(`${group}\n`);
			case "grep":
				return said(scripts.join("\n"), scripts.length > 0 ? 0 : 1);
			case "sh": {
				const path = args.find((word) => word.startsWith("/")) ?? "";
				const [status, body] = api[path] ?? [];
				return status === undefined
					? said("", 7)
					: said(`HTTP/1.0 ${status} OK\r\nX-Whom: node1\r\n\r\n${JSON.stringify(body)}\n`);
			}
			default:
				throw new Error(`nobody expected ${command}`);
		}
	});
}

/** Its command line. */
export const agent = "/usr/bin/dkron agent --config /etc/dkron/dkron.yml";
/** Servers of a cluster, by Serf's words for their states. */
export const members = (...states: readonly number[]) =>
	states.map((Status, at) => ({ Name: `node${at + 1}`, Tags: { server: "true" }, Status }));
/** What the API of one says that leads a cluster of three. */
export const healthy = {
	"/v1/": [200, { agent: { name: "node1", version: "4.1.2" }, tags: { server: "true" } }],
	"/v1/isleader": [200, "I am a leader"],
	"/v1/busy": [200, []],
	"/v1/members": [200, members(1, 1, 1)],
} as const;
/** The group that systemd puts it into. */
export const unit = "0::/system.slice/dkron.service";
