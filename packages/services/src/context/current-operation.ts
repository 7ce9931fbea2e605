import type { Progress } from "@graft/core/domain/progress";
import type { OperationKind } from "./operation-kinds.ts";

export interface OperationLog {
	/** `part` names which one of several it comes from. */
	readonly report: (event: Progress, part?: OperationKind) => void;
	/** Waits until all lines are kept, or cannot be: then that is told, and nothing else comes of it. */
	readonly written: () => Promise<void>;
}

/** The operation that a runner has taken. */
export interface CurrentOperation {
	readonly id: string;
	readonly kind: OperationKind;
	readonly log: OperationLog;
	/** Steps that it and its parts have told so far. */
	steps: number;
	/** Its verb has begun to work under its name; what comes next is a part. */
	isBegun: boolean;
}
