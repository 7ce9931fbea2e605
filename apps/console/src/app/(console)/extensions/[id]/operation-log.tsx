"use client";

import type { OperationRecord } from "@graft/services/extensions/get-extension";
import { Code, Group, Text } from "@mantine/core";
import { LocalTime } from "../../../../components/local-time.tsx";
import { kindText, stateText } from "../../../../components/operation-words.ts";
import classes from "./operation-log.module.css";

/** One operation; its log opens below. */
export function OperationLog({ operation }: { operation: OperationRecord }) {
	const { kind, state, actor, server, startedAt, outcome, lines } = operation;
	return (
		<details className={classes.operation}>
			<summary>
				<Text span fw={600} size="sm">
					{kindText(kind)}
				</Text>{" "}
				<Text span size="sm">
					· {stateText(state)}
				</Text>{" "}
				<Text span size="sm" c="dimmed">
					· <LocalTime at={startedAt} /> by {actor}
					{server !== null && ` on ${server}`}
				</Text>
			</summary>
			<Group gap="xs" mt="xs">
				{outcome !== null && <Text size="sm">{outcome}</Text>}
			</Group>
			{lines.length > 0 && (
				<Code block mt="xs" tabIndex={0} aria-label="Log">
					{lines.map(({ text }) => text).join("\n")}
				</Code>
			)}
		</details>
	);
}
