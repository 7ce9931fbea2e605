import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { parseProcessStat } from "./process-stat.ts";

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

function attempt(read: () => string): string {
	try {
		return read();
	} catch {
		return "";
	}
}
