import type { FailureKind } from "@graft/core/domain/errors";

/**
 * How what is on a server compares with what should be there, by content. `other-version`: whole, as Graft put it, and
 * not the version that is here. The last four are those of a server that could not be looked at: it did not answer, its
 * key is not the known one, it would not let us look, or what is there cannot be told.
 */
export type ServerState =
	| "in-sync"
	| "other-version"
	| "drifted"
	| "missing"
	| "unreachable"
	| "host-key"
	| "refused"
	| "unreadable";

/** Of a look that failed by a place's fault. */
export function stateOfFailure(kind: FailureKind): ServerState {
	if (kind === "unreachable" || kind === "host-key" || kind === "refused") return kind;
	return "unreadable";
}

/** A look says how a server was; another version may have come here since. */
export function stateNow(state: ServerState, seenVersion: string, version: string): ServerState {
	if (state === "in-sync" && seenVersion !== version) return "other-version";
	return state === "other-version" && seenVersion === version ? "in-sync" : state;
}
