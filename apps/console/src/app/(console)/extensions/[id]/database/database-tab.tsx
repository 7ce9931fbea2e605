"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Code, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { Section } from "../../../../../components/section.tsx";
import { Statements } from "../../../../../components/statements.tsx";

/** `look` is what OCS's database says, where it is linked. */
export function DatabaseTab({ extension, look }: { extension: ExtensionDetail; look: ReactNode }) {
	const { install, remove, tables } = extension.parts.database;
	return (
		<Stack gap="xl">
			{look}
			{tables.length > 0 && (
				<Section title="Its tables">
					<Group gap="xs">
						{tables.map((table) => (
							<Code key={table}>{table}</Code>
						))}
					</Group>
				</Section>
			)}
			<Section title="Its statements, when it is installed">
				<Statements statements={install} none="It runs no statements." />
			</Section>
			<Section title="Its statements, when it is removed">
				<Statements statements={remove} none="It runs no statements." />
			</Section>
		</Stack>
	);
}
