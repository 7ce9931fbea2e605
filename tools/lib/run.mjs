import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** Runs a command in the project's root and gives its exit code; its output goes where ours goes. */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
		child.once("error", reject);
		child.once("exit", (code, signal) => resolve(code ?? (signal ? 1 : 0)));
	});
}

/** Runs a command quietly; gives its exit code and all that it said. */
export function capture(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {
			cwd: root,
			stdio: ["ignore", "pipe", "pipe"],
			...options,
		});
		let output = "";
		child.stdout.on("data", (chunk) => {
			output += chunk;
		});
		child.stderr.on("data", (chunk) => {
			output += chunk;
		});
		child.once("error", reject);
		child.once("close", (code, signal) => resolve({ code: code ?? (signal ? 1 : 0), output }));
	});
}

export function say(text) {
	process.stderr.write(`graft: ${text}\n`);
}

/** A person's mistake or a machine's lack, not a bug: one message, no stack. */
export function fail(text) {
	process.stderr.write(`graft: ${text}\n`);
	process.exit(1);
}
