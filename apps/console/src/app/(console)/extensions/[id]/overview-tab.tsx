"use client";

import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Code, Stack, Text } from "@mantine/core";
import { Facts } from "../../../../components/facts.tsx";
import { LocalTime } from "../../../../components/local-time.tsx";
import { ProblemList } from "../../../../components/problem-list.tsx";
import { Section } from "../../../../components/section.tsx";
import { KeepChange } from "./keep-change.tsx";

interface Props {
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
}

export function OverviewTab({ extension, mayChange }: Props) {
	const { id, description, authors, licence, importedAt, sha256, problems, accepted } = extension;
	const changed = problems.some(({ code }) => code === "extension/changed-on-disk");
	return (
		<Stack gap="xl">
			<Section title="About it">
				<Facts
					facts={[
						["Description", description],
						["Authors", authors.join(", ")],
						["Licence", licence],
						[
							"Imported",
							importedAt === null ? (
								"no: its folder came by hand"
							) : (
								<LocalTime key="imported" at={importedAt} />
							),
						],
						["SHA-256", sha256 === null ? null : <Code key="sha256">{sha256}</Code>],
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
				{changed && <KeepChange id={id} mayChange={mayChange} />}
			</Section>
		</Stack>
	);
}
