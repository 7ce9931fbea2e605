"use client";

import type { Problem } from "@graft/core/domain/problem";
import type { End, OperationEvent } from "@graft/services/running/events";
import { useEffect, useRef, useState } from "react";
import type { Failure } from "../server/failure.ts";
import type { Result } from "../server/guard.ts";
import type { Started } from "../server/runner.ts";
import { follow } from "./follow.ts";

/** An operation that a dialog waits for. */
export interface Following {
	/** null as long as it is only asked for. */
	readonly operation: string | null;
	/** What it did last. */
	readonly text: string | null;
}

const lost: Failure = {
	kind: "unreachable",
	message: "The connection to the console was lost.",
	hint: "What was started continues. Once Graft answers again, Operations shows the result.",
	problems: [],
};

/**
 * Starts an operation and waits for its end, telling what it does meanwhile. Not as a transition: whoever goes to another
 * page meanwhile gets there. Gives null where nobody waits any more.
 */
export function useOperation() {
	const [following, setFollowing] = useState<Following | null>(null);
	const left = useRef<AbortController | null>(null);
	useEffect(() => {
		const leaving = new AbortController();
		left.current = leaving;
		return () => leaving.abort();
	}, []);

	async function followed(operation: string): Promise<Result<End> | null> {
		const problems: Problem[] = [];
		setFollowing({ operation, text: null });
		const hear = (event: OperationEvent) => {
			if (event.kind === "problem") problems.push(event.data);
			else if (event.kind !== "end") setFollowing({ operation, text: event.data.text });
		};
		const end = await follow({ operation, hear, signal: left.current?.signal });
		if (left.current?.signal.aborted) return null;
		if (end === null) return { ok: false, failure: lost };
		if (end.state === "done") return { ok: true, value: end };
		const { kind = "refused", hint = "" } = end.failure ?? {};
		return { ok: false, failure: { kind, message: end.outcome, hint, problems } };
	}

	async function perform(action: () => Promise<Result<Started>>): Promise<Result<End> | null> {
		setFollowing({ operation: null, text: null });
		try {
			const started = await action();
			return started.ok ? await followed(started.value.operation) : started;
		} finally {
			setFollowing(null);
		}
	}

	return { following, perform };
}
