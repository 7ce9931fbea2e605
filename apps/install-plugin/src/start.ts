import { watchOver } from "./flows/last-resort.ts";
import { main } from "./main.ts";
import type { ExitCode } from "./program/exit-codes.ts";

export { main };

declare const GRAFT_VERSION: string;

/** The command line of this process. */
export function start(): Promise<ExitCode> {
	const argv = process.argv.slice(2);
	watchOver(process, argv.includes("--debug"));
	return main(process, argv, GRAFT_VERSION);
}
