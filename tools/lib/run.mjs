import { spawn } from "node:child_process";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Runs a command in the project's root and gives its exit code; its output goes where ours goes. Ends with us. */
export function run(command, args, options = {}) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
		const pass = (signal) => {
			// A terminal sends Ctrl-C to both of us, and many programs take a second one for impatience.
			if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
		};
		for (const signal of passedOn) process.on(signal, pass);
		child.once("error", reject);
		child.once("exit", (code, signal) => {
			for (const each of passedOn) process.off(each, pass);
			resolve(code ?? 128 + constants.signals[signal]);
		});
	});
}

/** Runs a command quietly; gives its exit code, 127 where there is no such command, and all that it said. */
export function capture(command, args, options = {}) {
	return new Promise((resolve) => {
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
		child.once("error", (error) => resolve({ code: 127, output: `${error.message}\n` }));
		child.once("close", (code, signal) =>
			resolve({ code: code ?? 128 + constants.signals[signal], output }),
		);
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
