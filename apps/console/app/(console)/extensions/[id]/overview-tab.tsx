"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Code, Stack, Text } from "@mantine/core";
import { Facts } from "../../../../components/facts.tsx";
import { LocalTime } from "../../../../components/local-time.tsx";
import { ProblemList } from "../../../../components/problem-list.tsx";
import { Section } from "../../../../components/section.tsx";

export function OverviewTab({ extension }: { extension: ExtensionDetail }) {
	const { description, authors, licence, importedAt, sha256, problems, accepted } = extension;
	return (
		<Stack gap="xl">
			<Section title="About it">
				<Facts
					facts={[
						["Description", description],
						["Authors", authors.join(", ")],
						["Licence", licence],
						["Imported", <LocalTime key="imported" at={importedAt} />],
						["SHA-256", <Code key="sha256">{sha256}</Code>],
					]}
				/>
			</Section>
			<Section title="Problems">
				{problems.length === 0 ? (
					<Text size="sm" c="dimmed">
						None were found.
					</Text>
				) : (
					<ProblemList problems={problems} accepted={accepted} />
				)}
			</Section>
		</Stack>
	);
}
