"use client";

import { Code, Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { More } from "../../../../../components/more.tsx";
import { Section } from "../../../../../components/section.tsx";
import { Statements } from "../../../../../components/statements.tsx";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";

/** `look` is what OCS's database says, where it is linked. */
export function DatabaseTab({ extension, look }: { extension: ShownExtension; look: ReactNode }) {
	const { install, remove, tables } = extension.parts.database;
	return (
		<Stack gap="xl">
			{look}
			{tables.count > 0 && (
				<Section title="Its tables">
					<Group gap="xs">
						{tables.first.map((table) => (
							<Code key={table}>{table}</Code>
						))}
					</Group>
					<More of={tables} what="table" />
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
