import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { patient } from "../patience.ts";

export interface Ran {
	readonly code: number | null;
	readonly output: string;
}

/** A simulated machine with the real agent of Debian's package and a real sshd. */
export interface OcsMachine {
	readonly name: string;
	/** Runs a line of shell as root, over SSH with the host key checked. */
	run(command: string, input?: Uint8Array): Promise<Ran>;
	/** Has the agent send an inventory now; gives the HTTP statuses with which the server answered. */
	sendInventory(): Promise<number[]>;
	/** Has the agent ask the server for orders, deployments among them; a child of its goes on with them. */
	askForOrders(): Promise<void>;
}

/** `machines` is the stack's folder of machines; `access` gives what Apache has logged of requests so far. */
export function machineOf(
	machines: string,
	name: string,
	port: number,
	access: () => string,
): OcsMachine {
	const ssh = [
		...["-F", "/dev/null", "-i", join(machines, "key"), "-p", String(port)],
		...["-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes", "-o", "LogLevel=ERROR"],
		...["-o", "StrictHostKeyChecking=yes"],
		...["-o", `UserKnownHostsFile=${join(machines, name, "known_hosts")}`],
		"root@127.0.0.1",
	];
	const run = (command: string, input?: Uint8Array) => runSsh([...ssh, command], input);
	return {
		name,
		run,
		async sendInventory() {
			const said: string[] = [];
			// An agent that never asked says nothing about the server: once more, and then aloud.
			while (said.length < 2) {
				const before = access().length;
				const answers = () => {
					const posts = /"POST \/ocsinventory [^"]*" (\d+) .*unix_agent/g;
					return [...access().slice(before).matchAll(posts)].map(([, status]) => Number(status));
				};
				// What the server answered says more than its exit code.
				const { output } = await run("ocsinventory-agent --force");
				// Apache writes its line only after the agent has got its answer.
				for (let waited = 0; waited < patient(10_000) && answers().length === 0; waited += 100)
					await pause(100);
				if (answers().length > 0) return answers();
				said.push(output);
			}
			throw new Error(`the agent of ${name} sent nothing: ${said.join("; ")}`);
		},
		async askForOrders() {
			const { code, output } = await run("ocsinventory-agent");
			if (code !== 0) throw new Error(`the agent of ${name} ended with ${code}: ${output}`);
		},
	};
}

function runSsh(args: readonly string[], input: Uint8Array = new Uint8Array()): Promise<Ran> {
	return new Promise((resolve, reject) => {
		const child = spawn("ssh", args, { stdio: "pipe" });
		let output = "";
		child.stdout.on("data", (chunk: Buffer) => {
			output += chunk;
		});
		child.stderr.on("data", (chunk: Buffer) => {
			output += chunk;
		});
		child.once("error", reject);
		child.once("close", (code) => resolve({ code, output }));
		// A command may end before it has read all.
		child.stdin.on("error", () => undefined);
		child.stdin.end(input);
	});
}
