import type { OperationKind } from "./kinds.ts";
import type { OperationLog } from "./operation-log.ts";

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
