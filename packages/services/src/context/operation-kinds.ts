/** What an operation can be; each has its verb in verbs.ts. `prisma/schema.prisma` names them too. */
export const operationKinds = [
	"import",
	"activate",
	"deactivate",
	"remove",
	"switch-version",
	"mend",
	"install",
	"uninstall",
	"deploy",
	"retry",
	"withdraw",
	"try",
	"up",
	"undo-up",
] as const;

export type OperationKind = (typeof operationKinds)[number];

/** Nothing undoes these once they are done; `why-final.ts` says what to do instead. */
const finalKinds = ["remove", "mend", "deploy", "retry", "withdraw", "try", "undo-up"] as const;

export type FinalKind = (typeof finalKinds)[number] & OperationKind;

export function isFinal(kind: OperationKind): kind is FinalKind {
	return (finalKinds as readonly OperationKind[]).includes(kind);
}

export const operationStates = [
	"queued",
	"running",
	"done",
	/** It did not come about; its outcome says what is there. */
	"failed",
	/** It failed on its way, and everything is as before. */
	"rolled-back",
	/** Somebody cancelled it; its outcome says what is there. */
	"cancelled",
] as const;

export type OperationState = (typeof operationStates)[number];

/** How an operation can end. */
export type EndState = Exclude<OperationState, "queued" | "running">;

export function isEnded(state: OperationState): state is EndState {
	return state !== "queued" && state !== "running";
}

/** By its kind and its state; a plan says whether what is there now lets it be. */
export function canBeUndone(kind: OperationKind, state: OperationState): boolean {
	return state === "done" && !isFinal(kind);
}
