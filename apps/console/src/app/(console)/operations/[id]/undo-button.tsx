"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { undo } from "../actions.ts";

/** Starts the reverse, and goes to its page. */
export function UndoButton({ operation }: { operation: string }) {
	const router = useRouter();
	const { busy, failure, run } = useAction();
	return (
		<>
			<Button
				variant="default"
				loading={busy}
				onClick={() =>
					run(() => undo({ id: operation }), {
						done: (started) => router.push(`/operations/${started.operation}`),
					})
				}
			>
				Undo
			</Button>
			{failure !== null && <FailureAlert failure={failure} />}
		</>
	);
}
