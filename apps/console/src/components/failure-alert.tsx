"use client";

import { Alert, Stack, Text } from "@mantine/core";
import type { Failure } from "../server/failure.ts";
import { ProblemList } from "./problem-list.tsx";

/** What, where, what to do. */
export function FailureAlert({
	failure,
}: {
	failure: Pick<Failure, "message" | "hint"> & Partial<Pick<Failure, "problems">>;
}) {
	const { message, hint, problems = [] } = failure;
	return (
		<Alert color="red" role="alert" title={message}>
			<Stack gap="sm">
				{hint !== "" && <Text size="sm">{hint}</Text>}
				{problems.length > 0 && <ProblemList problems={problems} />}
			</Stack>
		</Alert>
	);
}
