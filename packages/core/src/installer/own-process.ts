import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** Who holds a lock. `machine` and `started` are compared only: two that are equal are the same. */
export interface OwnProcess {
	readonly host: string;
	/** Host, boot and process namespace: only there does `pid` mean anything. */
	readonly machine: string;
	readonly pid: number;
	/** Tells a process from a later one of the same number; "" where the system does not say. */
	readonly started: string;
}

/** The one look of the installer at the machine that it runs on. */
export function ownProcess(): OwnProcess {
	const boot = attempt(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
	const namespace = attempt(() => readlinkSync("/proc/self/ns/pid"));
	return {
		host: hostname(),
		machine: [hostname(), boot, namespace].join(" "),
		pid: process.pid,
		started: startOf(process.pid),
	};
}

/** False only where it is certain: on another machine nothing is. */
export function mayBeAlive(other: OwnProcess): boolean {
	if (other.machine !== ownProcess().machine) return true;
	try {
		process.kill(other.pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== "ESRCH";
	}
	return startOf(other.pid) === other.started;
}

function startOf(pid: number): string {
	return attempt(() => parseProcessStat(readFileSync(`/proc/${pid}/stat`, "utf8"))?.started ?? "");
}

/** `/proc/<pid>/stat` as proc(5) has it: the name in brackets may hold anything, so the fields are counted behind it. */
export function parseProcessStat(text: string): { state: string; started: string } | undefined {
	const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
	const [state, started] = [fields[0], fields[19]];
	return state && started ? { state, started } : undefined;
}

function attempt(read: () => string): string {
	try {
		return read();
	} catch {
		return "";
	}
}
