"use client";

import type { End } from "@graft/services/running/events";
import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Failure } from "../server/failure.ts";
import type { Result } from "../server/guard.ts";
import type { Started } from "../server/runner.ts";
import { openAfresh } from "./session.ts";
import { useOperation } from "./use-operation.ts";

const unheard: Failure = {
	kind: "bug",
	message: "The console did not answer.",
	hint: "See whether Graft still runs in its terminal, then try again.",
	problems: [],
};

interface Running<T> {
	/** Said in a notification when it is done; left out where it only looked, and nothing has to be read again. */
	readonly said?: string | ((value: T) => string);
	readonly done?: (value: T) => void | Promise<void>;
	/** Beside the failure that is kept. */
	readonly failed?: () => void;
}

/**
 * Runs a server action from a click, or starts an operation and follows it (`changing`): busy meanwhile, the page fresh
 * afterwards, the failure kept.
 */
export function useAction() {
	const router = useRouter();
	const [isPending, startTransition] = useTransition();
	const [failure, setFailure] = useState<Failure | null>(null);
	const { following, perform } = useOperation();

	function begin(): void {
		setFailure(null);
		// What was said of the last one would lie over the buttons of a dialog that opens now.
		notifications.clean();
	}

	async function settle<T>(result: Result<T>, { said, done, failed }: Running<T>): Promise<void> {
		if (!result.ok) {
			if (result.failure.kind === "signed-out") openAfresh("/sign-in");
			setFailure(result.failure);
			failed?.();
			return;
		}
		if (said !== undefined) {
			const message = typeof said === "string" ? said : said(result.value);
			notifications.show({ color: "teal", message });
			router.refresh();
		}
		await done?.(result.value);
	}

	const unanswered = () => ({ ok: false, failure: unheard }) as const;

	function run<T>(action: () => Promise<Result<T>>, running: Running<T>): void {
		begin();
		startTransition(async () => settle(await action().catch(unanswered), running));
	}

	function start(action: () => Promise<Result<Started>>, running: Running<End>): void {
		begin();
		void perform(action)
			.catch(unanswered)
			.then((result) => (result === null ? undefined : settle(result, running)));
	}

	return {
		busy: isPending || following !== null,
		changing: following,
		...{ failure, run, start },
		forget: () => setFailure(null),
	};
}
