import type { FailureKind, Secret } from "@graft/core/domain/errors";
import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";

/** What a worker says at the end of a task. A class does not cross the border between threads: its fields do. */
export type Answer =
	| { readonly value: unknown }
	| {
			readonly failure: {
				readonly kind: FailureKind;
				readonly message: string;
				readonly hint: string;
				readonly problems: readonly Problem[];
				readonly wants: Secret | undefined;
			};
	  };

/** GraftErrors only; anything else is a bug, and is thrown as one. */
export async function answerOf(work: () => unknown): Promise<Answer> {
	try {
		return { value: await work() };
	} catch (error) {
		// By name: a worker's bundle and its caller may each have a class of this name.
		if (!(error instanceof Error) || error.name !== "GraftError") throw error;
		const { kind, message, hint, problems, wants } = error as GraftError;
		return { failure: { kind, message, hint, problems, wants } };
	}
}

export function resultOf(answer: Answer): unknown {
	if ("value" in answer) return answer.value;
	const { kind, message, hint, problems, wants } = answer.failure;
	throw new GraftError(kind, message, { hint, problems, wants });
}
