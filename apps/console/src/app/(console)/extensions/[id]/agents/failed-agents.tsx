"use client";

import type { ServerErrors } from "@graft/services/proof/server-errors";
import { Alert, Code, Stack, Text } from "@mantine/core";
import { LocalTime } from "../../../../../components/local-time.tsx";
import { countOf } from "../../../../../components/numbers.ts";

interface Props extends Pick<ServerErrors, "since" | "count" | "last"> {
	readonly server: string;
}

export function FailedAgents({ server, since, count, last }: Props) {
	return (
		<Alert color="red" role="alert" title={`${server} answered agents with HTTP 500`}>
			<Stack gap="xs">
				<Text size="sm">
					{countOf(count, "answer")} since <LocalTime at={new Date(since)} />, when its server part
					was last installed. What those agents sent is lost. Check its tables (Database) and its
					server part (Servers).
				</Text>
				{last !== null && (
					<Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
						{last}
					</Code>
				)}
			</Stack>
		</Alert>
	);
}
