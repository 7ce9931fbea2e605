import type { FailureKind } from "@graft/core/domain/errors";
import { isRefused, type Problem } from "@graft/core/domain/problem";

/** What the shell is told; documented in docs/install-plugin.md. */
export const exitCodes = {
	done: 0,
	ourFault: 1,
	usage: 2,
	refused: 3,
	partlyDone: 4,
	unreachable: 5,
	hostKey: 6,
	drift: 7,
	cancelled: 8,
	/** Ctrl-C, as shells have it: 128 and the number of SIGINT. */
	stopped: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodeOf: Readonly<Record<FailureKind, ExitCode>> = {
	usage: exitCodes.usage,
	"not-found": exitCodes.usage,
	refused: exitCodes.refused,
	"partly-done": exitCodes.partlyDone,
	unreachable: exitCodes.unreachable,
	"host-key": exitCodes.hostKey,
	drift: exitCodes.drift,
	cancelled: exitCodes.cancelled,
};

/** For a command that only looks: what it shows would be refused, or could be done. */
export function codeOfLook(problems: readonly Problem[]): ExitCode {
	return isRefused(problems) ? exitCodes.refused : exitCodes.done;
}
