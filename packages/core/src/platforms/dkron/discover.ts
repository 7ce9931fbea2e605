import type { Connection } from "../../connections/connection.ts";
import { GraftError } from "../../domain/errors.ts";
import type { Problem } from "../../domain/problem.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import type { Given } from "../place.ts";
import { type Agent, findAgents } from "./agents.ts";
import { askNode, checkQuorum, type Node } from "./cluster.ts";
import { dkronCodes } from "./codes.ts";
import { checkFolder, pluginsIn } from "./folder.ts";
import type { Machine } from "./program.ts";
import { findManager, type Manager, restartOf } from "./restart.ts";

/** Where the plugins of the Dkron that runs here lie, or of the one whose folder is named. */
export async function discover(connection: Connection, given: Given): Promise<Facts> {
	const hasShell = await connection.hasShell();
	const agents = hasShell ? await findAgents(connection) : [];
	const pluginDir = await findPluginDir(connection, given, agents);
	const agent = agents.find((each) => each.pluginDir === pluginDir);
	const home = pluginDir.replace(/\/[^/]+$/, "");
	const node = agent ? await askNode(connection, agent) : null;
	const manager: Manager = agent ? await findManager(connection, agent) : { kind: "unknown" };
	const beside = /^(\/.+)\/[^/]+$/.exec(agent?.executable ?? "")?.[1];
	const machine = hasShell ? await machineOf(connection) : null;
	const restart = agent ? restartOf(agent, node, manager) : null;
	return {
		folders: { pluginDir },
		values: {
			machine: machine === null ? "" : `${machine.os}/${machine.arch}`,
			winning: beside === undefined ? "" : (await pluginsIn(connection, beside)).join("\n"),
			winningFolder: beside ?? "",
			service: JSON.stringify(restart),
			wanted: given.reload === true && restart !== null ? "restart" : "",
			api: node?.api ?? "",
			turn: node?.isLeader ? "last" : "",
		},
		home: pluginDir,
		workFolder: `${home}/.graft`,
		notes: notesOn(agent, node),
		problems: [
			...(await checkFolder(connection, pluginDir, machine)),
			...(agent && manager.kind === "container" ? [inContainer(agent)] : []),
			...(agent && given.reload === true ? checkRestart(node, manager) : []),
		],
	};
}

async function findPluginDir(
	connection: Connection,
	{ serverDir }: Given,
	agents: readonly Agent[],
): Promise<string> {
	const named = serverDir?.replace(/(?<=.)\/+$/, "");
	if (named !== undefined) {
		const folder = named.endsWith("/plugins") ? named.slice(0, -"/plugins".length) : named;
		if ((await connection.stat(folder))?.kind === "folder") return `${folder}/plugins`;
		throw new GraftError("not-found", `There is no folder ${folder} on ${connection.label}.`, {
			hint: "Name the folder of Dkron's configuration file, or its folder of plugins: --server-dir.",
		});
	}
	const folders = [...new Set(agents.map(({ pluginDir }) => pluginDir))];
	const [only, another] = folders;
	if (only !== undefined && another === undefined) return only;
	if (another !== undefined)
		throw new GraftError(
			"usage",
			`${folders.length} Dkrons with folders of their own run on ${connection.label}: ${folders.join(", ")}.`,
			{ hint: "Name the folder of the one that is meant: --server-dir." },
		);
	if ((await connection.stat("/etc/dkron"))?.kind === "folder") return "/etc/dkron/plugins";
	throw new GraftError(
		"not-found",
		`No Dkron runs on ${connection.label}, and there is no folder /etc/dkron.`,
		{ hint: "Name the folder of Dkron's configuration file: --server-dir." },
	);
}

/** As `uname` says, in Go's words. */
async function machineOf(connection: Connection): Promise<Machine> {
	const { stdout } = await connection.run(["uname", "-sm"]);
	const [system = "", machine = ""] = stdout.trim().split(/\s+/);
	const arches: Readonly<Record<string, string>> = {
		x86_64: "amd64",
		amd64: "amd64",
		aarch64: "arm64",
		arm64: "arm64",
		i386: "386",
		i686: "386",
	};
	const arch = arches[machine] ?? (machine.startsWith("arm") ? "arm" : machine);
	return { os: system.toLowerCase(), arch };
}

function notesOn(agent: Agent | undefined, node: Node | null): string[] {
	if (agent === undefined)
		return ["No Dkron of this folder is seen to run: the plugin is loaded when it is started."];
	if (node === null) return [`Dkron runs (process ${agent.pid}), but its API does not answer.`];
	// Not whether it leads: that may change between plan and restart, and is no other plan.
	const { name, version, isServer, servers, tellsWhatRuns } = node;
	const role = isServer ? ` of ${servers.all}` : "";
	return [
		`Dkron ${version} runs as ${name}, ${isServer ? "one server" : "an agent"}${role}.`,
		...(tellsWhatRuns
			? []
			: ["Its API does not say what runs: its restart cannot wait for jobs to end."]),
	];
}

function inContainer({ pid, pluginDir }: Agent): Problem {
	return {
		severity: "error",
		code: dkronCodes["dkron/in-container"],
		path: "",
		message: `This Dkron (process ${pid}) runs in a container: what is put into ${pluginDir} of the host, it does not see.`,
		hint: "Put the plugin into its image, or into a volume that it has at its folder of plugins.",
	};
}

function checkRestart(node: Node | null, manager: Manager): Problem[] {
	if (manager.kind === "container") return [];
	if (node !== null && manager.kind !== "unknown") return checkQuorum(node);
	const why =
		node === null
			? "its API does not answer, so nobody could tell whether it came back"
			: "neither systemd nor one script in /etc/init.d is seen to start it";
	return [
		{
			severity: "warning",
			code: dkronCodes["dkron/no-restart"],
			path: "",
			message: `Dkron cannot be restarted, although that was asked for: ${why}.`,
			hint: "Accept this, or do without (--no-reload); either way restart Dkron yourself afterwards.",
			part: "server",
		},
	];
}
