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
		<Alert color="red" role="alert" title={`${server} failed agents with HTTP 500`}>
			<Stack gap="xs">
				<Text size="sm">
					{countOf(count, "answer")} since <LocalTime at={new Date(since)} />, when its server part
					was put there last. What such an agent sent is lost. See whether its tables are as it
					wants them (Database), and whether its server part is (Servers).
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
