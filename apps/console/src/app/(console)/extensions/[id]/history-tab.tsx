"use client";

import { Stack, Text } from "@mantine/core";
import { Section } from "../../../../components/section.tsx";
import type { ShownExtension } from "../../../../server/shown-extension.ts";
import { isDrifted } from "./drift.ts";
import { OperationLog } from "./operation-log.tsx";
import { VersionCard } from "./version-card.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
}

export function HistoryTab({ extension, mayChange }: Props) {
	const { id, versions, operations, problems } = extension;
	const drifted = isDrifted(problems);
	return (
		<Stack gap="xl">
			<Section title="Versions">
				{versions.length === 0 && (
					<Text size="sm" c="dimmed">
						No version is kept yet: its folder was copied here by hand. Adopt or activate it to keep
						this one.
					</Text>
				)}
				{versions.map((version) => (
					<VersionCard key={version.sha256} {...{ id, version, drifted, mayChange }} />
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
