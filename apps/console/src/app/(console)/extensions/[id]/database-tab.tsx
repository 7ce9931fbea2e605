"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Code, Group, Stack } from "@mantine/core";
import { Section } from "../../../../components/section.tsx";
import { Statements } from "../../../../components/statements.tsx";

export function DatabaseTab({ extension }: { extension: ExtensionDetail }) {
	const { install, remove, tables } = extension.parts.database;
	return (
		<Stack gap="xl">
			{tables.length > 0 && (
				<Section title="Tables">
					<Group gap="xs">
						{tables.map((table) => (
							<Code key={table}>{table}</Code>
						))}
					</Group>
				</Section>
			)}
			<Section title="When it is installed">
				<Statements statements={install} none="It runs no statements." />
			</Section>
			<Section title="When it is removed">
				<Statements statements={remove} none="It runs no statements." />
			</Section>
		</Stack>
	);
}
