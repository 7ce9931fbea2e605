"use client";

import { Button, Text } from "@mantine/core";
import { useState, useTransition } from "react";
import { cancel } from "../app/(console)/operations/actions.ts";
import type { Failure } from "../server/failure.ts";

/** Has an operation end before its next step; what comes of that, its end says. */
export function CancelButton({ operation }: { operation: string }) {
	const [busy, startTransition] = useTransition();
	const [isAsked, setAsked] = useState(false);
	const [failure, setFailure] = useState<Failure | null>(null);

	function ask(): void {
		startTransition(async () => {
			const result = await cancel({ id: operation }).catch(() => null);
			if (result?.ok) setAsked(true);
			else if (result) setFailure(result.failure);
		});
	}

	if (isAsked) return <Text size="sm">It ends before its next step, and is rolled back.</Text>;
	return (
		<>
			<Button variant="subtle" color="red" size="compact-sm" loading={busy} onClick={ask}>
				Cancel the operation
			</Button>
			{failure !== null && (
				<Text size="sm" role="alert">
					{failure.message}
				</Text>
			)}
		</>
	);
}
