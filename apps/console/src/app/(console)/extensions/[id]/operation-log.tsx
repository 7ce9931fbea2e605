"use client";

import type { OperationRecord } from "@graft/services/extensions/get-extension";
import { Code, Group, Text } from "@mantine/core";
import { LocalTime } from "../../../../components/local-time.tsx";
import classes from "./operation-log.module.css";

const states: Readonly<Record<string, string>> = {
	running: "Under way",
	done: "Done",
	failed: "Failed",
	"rolled-back": "Failed, and everything was rolled back",
	queued: "Waiting",
	cancelled: "Cancelled",
};

const kinds: Readonly<Record<string, string>> = {
	import: "Import",
	activate: "Activation",
	deactivate: "Deactivation",
	remove: "Removal",
	"switch-version": "Change of version",
	mend: "Mending of its folder",
	install: "Installation on a server",
	uninstall: "Uninstallation from a server",
	deploy: "Deployment to machines",
	retry: "Another try on machines",
	withdraw: "Withdrawal from machines",
};

/** One operation; its log opens below. */
export function OperationLog({ operation }: { operation: OperationRecord }) {
	const { kind, state, actor, server, startedAt, outcome, lines } = operation;
	return (
		<details className={classes.operation}>
			<summary>
				<Text span fw={600} size="sm">
					{kinds[kind] ?? kind}
				</Text>{" "}
				<Text span size="sm">
					· {states[state] ?? state}
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
