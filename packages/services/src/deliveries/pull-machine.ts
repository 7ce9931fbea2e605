import { type Answer, ask } from "@graft/core/apis/ask";
import { printable } from "@graft/core/domain/printable";
import type { Pull } from "@graft/core/platforms/pull";

/** What came of it on one machine. */
export interface PulledMachine {
	/** As it was named. */
	readonly machine: string;
	/** `reset`: it has it, once what somebody had changed there by hand was left. */
	readonly state: "done" | "reset" | "failed" | "no-answer";
	/** Its own words, or why there are none; null where it has it. */
	readonly reason: string | null;
}

/** It may have much to fetch. */
const patienceMs = 60_000;

/** `origin`: `http://host:port`. */
export async function pullMachine(
	pull: Pull,
	machine: string,
	origin: string,
): Promise<PulledMachine> {
	try {
		const first = await get(origin, pull.path);
		if (isDone(pull, first)) return { machine, state: "done", reason: null };
		if (pull.judge(first.text) !== "changed") return failed(machine, first);
		await get(origin, pull.resetPath);
		const second = await get(origin, pull.path);
		return isDone(pull, second)
			? { machine, state: "reset", reason: null }
			: failed(machine, second);
	} catch (error) {
		if (!(error instanceof Error)) throw error;
		const { name, message, cause } = error;
		const timedOut = name === "TimeoutError" ? `nothing within ${patienceMs / 1000} s` : null;
		const inner = cause instanceof Error ? cause.message : "";
		return { machine, state: "no-answer", reason: timedOut ?? (inner || message) };
	}
}

function get(origin: string, path: string): Promise<Answer> {
	return ask(`${origin}${path}`, { method: "GET", patienceMs });
}

function isDone(pull: Pull, { status, text }: Answer): boolean {
	return status === 200 && pull.judge(text) === "done";
}

function failed(machine: string, { status, text }: Answer): PulledMachine {
	const words = printable(text.slice(0, 200).replace(/\s+/g, " ").trim());
	return { machine, state: "failed", reason: words === "" ? `it answers ${status}` : words };
}
