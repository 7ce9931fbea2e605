import { setTimeout as pause } from "node:timers/promises";
import type { Connection } from "../connections/connection.ts";
import type { ReloadService } from "../domain/plan.ts";
import { hostWords, logWords } from "./host-words.ts";
import { parseProcessStat } from "./own-process.ts";

interface Service {
	readonly pid: number;
	readonly started: string;
}

/**
 * `reloaded`: seen, with the same process alive behind it. `declined`: the command failed, so the service was not
 * asked. `ended`: its process is gone. `unseen`: it lives, and did not say in time that it came back.
 */
export interface ReloadOutcome {
	readonly outcome: "reloaded" | "declined" | "ended" | "unseen";
	readonly words: string;
}

const pollMs = 100;
const startAgainMs = 3_000;

/** The process that `pidFile` names, if it lives. */
export async function findService(
	connection: Connection,
	reload: ReloadService,
): Promise<Service | undefined> {
	const text = new TextDecoder().decode(await connection.read(reload.pidFile));
	const [, digits] = /^\s*(\d{1,10})\s*$/.exec(text) ?? [];
	return digits ? findProcess(connection, Number(digits)) : undefined;
}

/** One that has ended and was not reaped yet does not live. */
async function findProcess(connection: Connection, pid: number): Promise<Service | undefined> {
	const { code, stdout } = await connection.run(["cat", `/proc/${pid}/stat`]);
	const seen = code === 0 ? parseProcessStat(stdout) : undefined;
	return !seen || seen.state === "Z" || seen.state === "X"
		? undefined
		: { pid, started: seen.started };
}

/** Asks the service to reload, and believes only what is seen. */
export async function reloadService(
	connection: Connection,
	reload: ReloadService,
): Promise<ReloadOutcome> {
	const [service, log] = await Promise.all([
		findService(connection, reload),
		connection.stat(reload.log),
	]);
	if (!service) return { outcome: "ended", words: "it was not running" };
	const result = await connection.run(reload.argv, { timeoutMs: reload.deadlineMs });
	const offset = log?.bytes ?? 0;
	const deadline = Date.now() + reload.deadlineMs;
	for (;;) {
		const said = await newInLog(connection, reload.log, offset);
		const now = await findProcess(connection, service.pid);
		if (now?.started !== service.started) {
			// Read once more: what it said last came after our first look.
			return { outcome: "ended", words: logWords(await newInLog(connection, reload.log, offset)) };
		}
		if (result.code !== 0) return { outcome: "declined", words: hostWords(result) };
		if (said.includes(reload.expect)) return { outcome: "reloaded", words: "" };
		if (Date.now() > deadline) return { outcome: "unseen", words: logWords(said) };
		await pause(pollMs);
	}
}

/** Undefined when the service lives, with what is on the disk now; otherwise what a person must know. */
export async function restoreService(
	connection: Connection,
	reload: ReloadService,
): Promise<string | undefined> {
	if (await findService(connection, reload)) {
		const { outcome, words } = await reloadService(connection, reload);
		if (outcome === "reloaded" || outcome === "declined") return undefined;
		if (outcome === "unseen") {
			return `${reload.target} lives, but was not seen to reload what was put back: ${words}`;
		}
	}
	return startService(connection, reload);
}

/** Asked more than once: workers of the former process may hold its ports for a while. */
async function startService(
	connection: Connection,
	reload: ReloadService,
): Promise<string | undefined> {
	const offset = (await connection.stat(reload.log))?.bytes ?? 0;
	// Its process has ended. One that nobody has reaped yet is still a number that answers, and the service would
	// take itself for running.
	await connection.remove(reload.pidFile);
	const start = () => connection.run(reload.start, { timeoutMs: reload.deadlineMs });
	const deadline = Date.now() + reload.deadlineMs;
	let result = await start();
	for (let asked = Date.now(); ; ) {
		const said = await newInLog(connection, reload.log, offset);
		const alive = (await findService(connection, reload)) !== undefined;
		if (alive && said.includes(reload.expect)) return undefined;
		if (Date.now() > deadline) {
			return alive
				? undefined
				: `${reload.target} is not running and did not start: ${hostWords(result)}; start it with: ${reload.start.join(" ")}`;
		}
		if (!alive && Date.now() > asked + startAgainMs) {
			result = await start();
			asked = Date.now();
		}
		await pause(pollMs);
	}
}

/** A log that is shorter than it was has been rotated: all of it is new. */
async function newInLog(connection: Connection, log: string, offset: number): Promise<string> {
	const size = (await connection.stat(log))?.bytes ?? 0;
	const from = size < offset ? 0 : offset;
	if (size === from) return "";
	return (await connection.run(["tail", "-c", `+${from + 1}`, log])).stdout;
}
