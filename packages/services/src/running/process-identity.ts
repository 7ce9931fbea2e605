import { mayBeAlive, type OwnProcess, ownProcess } from "@graft/core/host/own-process";

/** Names this process, as text that can be compared. */
export function thisProcess(): string {
	return JSON.stringify(ownProcess());
}

/** undefined where it runs, or ran, on another machine: from here nobody can tell. */
export function isAlive(identity: string): boolean | undefined {
	const other: OwnProcess = JSON.parse(identity);
	return other.machine === ownProcess().machine ? mayBeAlive(other) : undefined;
}

/** For people. */
export function processText(identity: string): string {
	const { pid, host }: OwnProcess = JSON.parse(identity);
	return `process ${pid} on ${host}`;
}
