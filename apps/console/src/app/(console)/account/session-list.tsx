"use client";

import type { OpenSession } from "@graft/services/people/sessions";
import { Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { LocalTime } from "../../../components/local-time.tsx";
import { countOf } from "../../../components/numbers.ts";
import { useAction } from "../../../components/use-action.ts";
import { endOwnSessions } from "./actions.ts";
import { browserName } from "./browser-name.ts";
import classes from "./session-list.module.css";

export function SessionList({ sessions }: { sessions: readonly OpenSession[] }) {
	const { busy, failure, run } = useAction();
	const others = sessions.filter(({ current }) => !current).length;
	const end = (id: string | null) =>
		run(() => endOwnSessions({ id }), {
			said: ({ ended }) => `${countOf(ended, "session")} ended.`,
		});
	return (
		<Stack align="flex-start">
			{failure !== null && <FailureAlert failure={failure} />}
			<Paper component="ul" withBorder className={classes.list} aria-label="Your sessions">
				{sessions.map(({ id, current, since, until, address, browser }) => (
					<li key={id}>
						<Group justify="space-between" p="md">
							<div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
								<Group gap="xs">
									<Text fw={600}>{browserName(browser)}</Text>
									{current && <Badge variant="light">This one</Badge>}
								</Group>
								<Text size="sm" c="dimmed">
									{address !== "" && `From ${address}, `}signed in <LocalTime at={since} />, ends{" "}
									<LocalTime at={until} />
								</Text>
							</div>
							{!current && (
								<Button
									size="xs"
									variant="default"
									loading={busy}
									aria-label={`End the session of ${browserName(browser)}`}
									onClick={() => end(id)}
								>
									End
								</Button>
							)}
						</Group>
					</li>
				))}
			</Paper>
			{others > 0 && (
				<Button variant="light" loading={busy} onClick={() => end(null)}>
					End all others
				</Button>
			)}
		</Stack>
	);
}
