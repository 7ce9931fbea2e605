import type { Problem } from "@graft/core/domain/problem";
import type { OperationEvent as EventRow } from "@graft/database/generated/client";
import type { End } from "../context/ending.ts";
import type { OperationKind } from "../context/operation-kinds.ts";

export type { End } from "../context/ending.ts";

type Told =
	| {
			/** `progress`: how far the step is that is under way, in what `text` counts. */
			readonly kind: "step" | "progress";
			readonly data: {
				readonly text: string;
				readonly done: number;
				readonly total: number;
				/** Of an operation with several parts: which one. */
				readonly part?: OperationKind;
			};
	  }
	| {
			readonly kind: "note" | "output";
			readonly data: { readonly text: string; readonly part?: OperationKind };
	  }
	| { readonly kind: "problem"; readonly data: Problem }
	| { readonly kind: "end"; readonly data: End };

/** What happened in an operation; numbers rise by one, from 1 on. */
export type OperationEvent = Told & { readonly number: number; readonly at: Date };

/** What is written of one; its number is given when it is. */
export type NewEvent = Told;

/** As it is stored. */
export function eventOf({ number, at, kind, data }: EventRow): OperationEvent {
	return { number, at, kind, data } as unknown as OperationEvent;
}

/** For people; null for what is no line of a log. */
export function textOf(event: OperationEvent): string | null {
	if (event.kind === "end" || event.kind === "progress") return null;
	return event.kind === "problem" ? event.data.message : event.data.text;
}
