import { spawn } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { root } from "../lib/run.mjs";

/** The command's full path, or undefined where it is not installed. */
export function findCommand(name) {
	for (const folder of (process.env.PATH ?? "").split(delimiter)) {
		const path = join(folder, name);
		try {
			accessSync(path, constants.X_OK);
			return path;
		} catch {
			// Not in this folder.
		}
	}
	return undefined;
}

/** Runs a command once: wall time in milliseconds, peak memory of that process in MiB (from /proc, where there is one). */
export async function measure(command, args, options = {}) {
	const started = process.hrtime.bigint();
	const child = spawn(command, args, {
		cwd: root,
		stdio: ["ignore", "ignore", "pipe"],
		...options,
	});
	let said = "";
	child.stderr?.on("data", (chunk) => {
		said += chunk;
	});
	let peak = 0;
	const look = () => {
		try {
			const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
			peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
		} catch {
			// It has ended, or this system has no /proc.
		}
	};
	const watch = setInterval(look, 2);
	const code = await new Promise((resolve, reject) => {
		child.once("error", reject);
		child.once("close", resolve);
	});
	clearInterval(watch);
	if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}: ${said}`);
	return { milliseconds: Number(process.hrtime.bigint() - started) / 1e6, mebibytes: peak };
}

/** Medians of several commands, measured in turn so that a slower minute of the machine meets them all. */
export async function measureInTurn(commands, runs) {
	const found = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
	for (let round = 0; round <= runs; round += 1)
		for (const [name, run] of Object.entries(commands)) {
			const result = await run();
			// The first round only warms the caches.
			if (round > 0) found[name].push(result);
		}
	return Object.fromEntries(
		Object.entries(found).map(([name, results]) => [
			name,
			{
				milliseconds: median(results.map((result) => result.milliseconds)),
				mebibytes: median(results.map((result) => result.mebibytes)),
			},
		]),
	);
}

function median(numbers) {
	return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

export function ratio(ours, theirs) {
	return `${(ours / theirs).toFixed(2)} times`;
}
