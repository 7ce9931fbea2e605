import type { Connection } from "../../connections/connection.ts";
import type { ServiceStep } from "../../domain/plan.ts";
import type { Agent } from "./agents.ts";
import { healthy, type Node, quiet } from "./cluster.ts";

/** What starts a Dkron on its host. */
export type Manager =
	| { readonly kind: "systemd"; readonly unit: string }
	| { readonly kind: "init"; readonly script: string }
	| { readonly kind: "container" }
	| { readonly kind: "unknown" };

/** By the group that systemd has put its process into; else by the one script of init that names its settings or its program. */
export async function findManager(connection: Connection, agent: Agent): Promise<Manager> {
	const { stdout: groups } = await connection.run(["cat", `/proc/${agent.pid}/cgroup`]);
	if (/docker|containerd|kubepods|libpod|crio|lxc/.test(groups)) return { kind: "container" };
	const [, unit] = /\/([^/\n]+\.service)$/m.exec(groups) ?? [];
	if (unit !== undefined) {
		// What somebody started by hand may be among the processes of another unit, such as that of sshd.
		const main = await connection.run(["systemctl", "show", "-p", "MainPID", "--value", unit]);
		return main.stdout.trim() === String(agent.pid)
			? { kind: "systemd", unit }
			: { kind: "unknown" };
	}
	const named = agent.config ?? agent.executable;
	const { stdout } = await connection.run(["grep", "-rlF", "--", named, "/etc/init.d"]);
	const [script, another] = stdout
		.split("\n")
		.filter((line) => /^\/etc\/init\.d\/[\w.-]+$/.test(line));
	return script === undefined || another !== undefined
		? { kind: "unknown" }
		: { kind: "init", script };
}

/** systemd starts nothing that has failed too often, until it is told to forget that. */
const startAnew = `systemctl reset-failed "$1"; exec systemctl start "$1"`;

function commandsOf(manager: Extract<Manager, { kind: "systemd" | "init" }>) {
	if (manager.kind === "init")
		return { restart: [manager.script, "restart"], start: [manager.script, "start"] };
	const { unit } = manager;
	return {
		restart: ["systemctl", "restart", unit],
		start: ["sh", "-c", startAnew, "sh", unit],
	};
}

/** null where nobody can tell how it is started, or whether it came back. */
export function restartOf(agent: Agent, node: Node | null, manager: Manager): ServiceStep | null {
	if (node === null || (manager.kind !== "systemd" && manager.kind !== "init")) return null;
	const { restart, start } = commandsOf(manager);
	return {
		kind: "restart",
		target: `Dkron (${node.name})`,
		argv: restart,
		start,
		process: { kind: "command-line", line: agent.line, uid: agent.uid },
		when: quiet(node),
		until: healthy(node),
		// A leader of before is named for up to a second after it has gone.
		steadyMs: 2_000,
		deadlineMs: 120_000,
		log: null,
		why: "Dkron reads its plugins only when it starts; it is restarted while nothing runs, and must be healthy again with a leader",
	};
}
