import type { Prisma } from "@graft/database/generated/client";
import type { Ending } from "./ending.ts";
import type { OperationKind } from "./operation-kinds.ts";

/** What is asked for, as the queue keeps it. */
export interface Asked {
	readonly id: string;
	readonly kind: OperationKind;
	/** Empty where only the runner finds it out. */
	readonly extensionId: string;
	readonly actor: string;
	/** The account that asked for it; null for the command line. */
	readonly personId: string | null;
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

/** What a runner does of its own accord: nobody asked the queue for it, and nobody else goes on with it. */
export interface Part {
	readonly id: string;
	readonly kind: OperationKind;
	readonly extensionId: string;
	readonly actor: string;
	readonly version: string | null;
	readonly serverId: string | null;
	readonly planHash: string | null;
	/** The operation that it is a part of. */
	readonly parentId: string | null;
}

/** An operation, or a part, whose runner ended before it did. */
export interface Dead {
	readonly id: string;
	readonly kind: OperationKind;
	readonly runner: string;
	readonly attempt: number;
	/** What was asked for is known, so that another runner can go on with it. */
	readonly isWhole: boolean;
	readonly parentId: string | null;
}

/** What its runner learns by a sign of life. */
export interface Pulse {
	/** False where somebody else took it over, or ended it: then nothing of it may be done any more. */
	readonly held: boolean;
	readonly cancelAsked: boolean;
}

/**
 * Where operations wait for a runner: who holds one, and how it ends, is changed here alone. Any number of runners, of any
 * processes on any machines, share one; `runner` names a process, as process-identity.ts writes it.
 * test/queue-contract.ts says what every driver must keep to.
 */
export interface OperationQueue {
	/** For whoever comes first; with `runner`, in the hands of that one at once. */
	enqueue(asked: Asked, runner?: string): Promise<void>;
	/** In the hands of this runner at once. */
	begin(part: Part, runner: string): Promise<void>;
	/**
	 * The one that waits longest and on whose extension nobody works, for this runner alone; null where there is none.
	 * `leftOnly`: of those alone over which another runner died.
	 */
	take(runner: string, options?: { readonly leftOnly: boolean }): Promise<Taken | null>;
	heartbeat(id: string, runner: string): Promise<Pulse>;
	/**
	 * `ending` null: nothing was done, and nothing of it stays. `writes` are stored together with the end, or neither is;
	 * what they fail with is thrown. False where it was not in the hands of this runner any more: then nothing is written.
	 */
	finish(
		id: string,
		runner: string,
		ending: Ending | null,
		writes?: readonly Prisma.PrismaPromise<unknown>[],
	): Promise<boolean>;
	/**
	 * Asks for its end in the name of `by`. One that nobody has begun ends by `ending` at once; any other one's runner
	 * learns of it. null where somebody had asked for that before, or it has ended.
	 */
	cancel(id: string, by: string, ending: Ending): Promise<"ended" | "asked" | null>;
	/** Those whose runner has ended, or was silent for long where nobody can look for it: parts before the wholes. */
	dead(): Promise<readonly Dead[]>;
	/** Takes a dead one out of the hands of `from`, to put in order what that one had begun. False where somebody was faster. */
	takeOver(id: string, from: string, runner: string): Promise<boolean>;
	/** Gives it out of the hands of `runner`, to wait for another. False where it was not there any more. */
	release(id: string, runner: string): Promise<boolean>;
}
