import type { FailureKind } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import type { EndState } from "./operation-kinds.ts";

/** How an operation ended, as its last event tells. */
export interface End {
	readonly state: EndState;
	readonly outcome: string;
	/** Of a failure. */
	readonly failure?: { readonly kind: FailureKind | "bug"; readonly hint: string };
}

/** The problems that an end is about are told before it. */
export interface Ending extends End {
	readonly problems?: readonly Problem[];
	/** What it took the place of, as the schema has it. */
	readonly before?: string | null;
}
