import type { OperationKind, OperationState } from "../context/operation-kinds.ts";
import type { StoredFailure } from "../running/ending.ts";
import { processText } from "../running/process-identity.ts";
import type { FoundOperation } from "./find-operation.ts";

/** An operation as people see it: the whole, with all its parts in it. */
export interface OperationView {
	readonly id: string;
	readonly kind: OperationKind;
	/** Empty as long as only the archive says it. */
	readonly extensionId: string;
	readonly version: string | null;
	readonly actor: string;
	readonly state: OperationState;
	/** How it ended. */
	readonly outcome: string | null;
	readonly failure: StoredFailure | null;
	readonly server: string | null;
	readonly startedAt: Date;
	readonly endedAt: Date | null;
	/** `process 12 on host`; null while none has it. */
	readonly runner: string | null;
	/** Who asked for its end. */
	readonly cancelAskedBy: string | null;
	/** The operation that it undoes. */
	readonly undoOf: string | null;
}

export function viewOf(row: FoundOperation): OperationView {
	const { id, extensionId, version, actor, outcome, startedAt, endedAt, cancelAskedBy, undoOf } =
		row;
	return {
		...{ id, extensionId, version, actor, outcome, startedAt, endedAt, cancelAskedBy, undoOf },
		kind: row.kind as OperationKind,
		state: row.state as OperationState,
		failure: row.failure as unknown as StoredFailure | null,
		server: row.server?.label ?? null,
		runner: row.process === "" ? null : processText(row.process),
	};
}
