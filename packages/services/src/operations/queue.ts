import type { OperationKind } from "../context/operation-kinds.ts";
import type { Ending } from "../running/ending.ts";

/** What is asked for, as the queue keeps it. */
export interface Asked {
	readonly id: string;
	readonly kind: OperationKind;
	/** Empty where only the runner finds it out. */
	readonly extensionId: string;
	readonly actor: string;
	readonly input: unknown;
	readonly sealedSecrets: string | null;
	readonly undoOf: string | null;
}

/** An operation in the hands of a runner. */
export interface Taken extends Asked {
	/** 1 for the first runner; more where one before it died. */
	readonly attempt: number;
	/** Somebody has asked for its end before it was taken. */
	readonly cancelAsked: boolean;
}

/** What its runner learns by a sign of life. */
export interface Pulse {
	/** False where somebody else took it over, or ended it: then nothing of it may be done any more. */
	readonly held: boolean;
	readonly cancelAsked: boolean;
}

/**
 * Where operations wait for a runner. Any number of runners, of any processes on any machines, share one; `runner`
 * names a process, as process-identity.ts writes it. test/queue-contract.ts says what every driver must keep to.
 */
export interface OperationQueue {
	/** For whoever comes first; with `runner`, in the hands of that one at once. */
	enqueue(asked: Asked, runner?: string): Promise<void>;
	/**
	 * The one that waits longest and on whose extension nobody works, for this runner alone; null where there is none.
	 * `leftOnly`: of those alone over which another runner died.
	 */
	take(runner: string, options?: { readonly leftOnly: boolean }): Promise<Taken | null>;
	heartbeat(id: string, runner: string): Promise<Pulse>;
	/** False where it was not in the hands of this runner any more: then nothing is written. */
	finish(id: string, runner: string, ending: Ending): Promise<boolean>;
	/** Those whose runner has ended, or was silent for long where nobody can look for it. */
	dead(): Promise<readonly (Taken & { readonly runner: string })[]>;
	/** Takes a dead one out of the hands of `from`: to wait for another runner. False where somebody was faster. */
	release(id: string, from: string): Promise<boolean>;
}
