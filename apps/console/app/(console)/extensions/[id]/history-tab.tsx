"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Badge, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { LocalTime } from "../../../../components/local-time.tsx";
import { ReasonedButton } from "../../../../components/reasoned-button.tsx";
import { Section } from "../../../../components/section.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { installVersion } from "../actions.ts";
import { OperationLog } from "./operation-log.tsx";

interface Props {
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
}

export function HistoryTab({ extension, mayChange }: Props) {
	const { busy, failure, run } = useAction();
	const { id, versions, operations } = extension;
	return (
		<Stack gap="xl">
			<Section title="Versions">
				{failure !== null && <FailureAlert failure={failure} />}
				{versions.map(({ sha256, version, importedAt, importedBy, current }) => (
					<Paper
						key={sha256}
						withBorder
						p="md"
						aria-label={`Version ${version}`}
						component="article"
					>
						<Group justify="space-between">
							<div>
								<Group gap="xs">
									<Text fw={600}>{version}</Text>
									{current && <Badge variant="light">Current</Badge>}
								</Group>
								<Text size="sm" c="dimmed">
									Imported <LocalTime at={importedAt} /> by {importedBy} ·{" "}
									<Code>{sha256.slice(0, 12)}</Code>
								</Text>
							</div>
							{!current && (
								<ReasonedButton
									variant="light"
									loading={busy}
									reason={mayChange ? null : "Only an administrator may do this."}
									onClick={() =>
										run(() => installVersion({ id, sha256 }), {
											said: `${id} is at version ${version}.`,
										})
									}
								>
									Install this version
								</ReasonedButton>
							)}
						</Group>
					</Paper>
				))}
			</Section>
			<Section title="Operations">
				{operations.length === 0 ? (
					<Text size="sm" c="dimmed">
						None yet.
					</Text>
				) : (
					operations.map((operation) => <OperationLog key={operation.id} operation={operation} />)
				)}
			</Section>
		</Stack>
	);
}
