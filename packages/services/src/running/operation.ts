import type { Progress } from "@graft/core/domain/progress";
import type { OperationKind } from "../context/operation-kinds.ts";

export interface OperationAsked {
	readonly kind: OperationKind;
	readonly extensionId: string;
	readonly version?: string;
	readonly onServer?: { readonly id: string; readonly planHash?: string };
}

export interface Operation {
	readonly id: string;
	/** Kept in the operation's log, and told to whoever waits. Throws before a step, where somebody cancelled it. */
	readonly report: (event: Progress) => void;
	/** From here on it is not cancelled any more: it is committed, or is being put back. */
	readonly commit: () => void;
}
