"use client";

import { notifications } from "@mantine/notifications";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { Failure } from "../server/failure.ts";
import type { Result } from "../server/guard.ts";
import { openAfresh } from "./session.ts";

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

/** Runs a server action from a click: busy meanwhile (`changing` where it does more than look), the page fresh afterwards, the failure kept. */
export function useAction() {
	const router = useRouter();
	const [busy, startTransition] = useTransition();
	const [failure, setFailure] = useState<Failure | null>(null);
	const [isChange, setChange] = useState(false);

	function run<T>(action: () => Promise<Result<T>>, { said, done, failed }: Running<T>): void {
		setFailure(null);
		setChange(said !== undefined);
		// What was said of the last one would lie over the buttons of a dialog that opens now.
		notifications.clean();
		startTransition(async () => {
			const result = await action().catch(() => ({ ok: false, failure: unheard }) as const);
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
		});
	}

	return { busy, changing: busy && isChange, failure, run, forget: () => setFailure(null) };
}
