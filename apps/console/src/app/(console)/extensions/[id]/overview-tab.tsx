"use client";

import { Code, Stack, Text } from "@mantine/core";
import { Facts } from "../../../../components/facts.tsx";
import { LocalTime } from "../../../../components/local-time.tsx";
import { ProblemList } from "../../../../components/problem-list.tsx";
import { Section } from "../../../../components/section.tsx";
import type { ShownExtension } from "../../../../server/shown-extension.ts";
import { MendOffer } from "./mend-offer.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
}

export function OverviewTab({ extension, mayChange }: Props) {
	const {
		id,
		name,
		managed,
		description,
		authors,
		licence,
		importedAt,
		sha256,
		problems,
		accepted,
	} = extension;
	const changed = problems.some(({ code }) => code === "extension/changed-on-disk");
	return (
		<Stack gap="xl">
			{!managed && (
				<Section title="Copied here by hand">
					<MendOffer
						{...{ id, mayChange }}
						text="Graft found this folder but keeps no version of it yet. Adopt it to keep its content, unchanged, as the first version in the history. Graft then notices later changes and can undo them. Activating it does the same."
						verb="Adopt it"
						said={`${name} is adopted.`}
					/>
				</Section>
			)}
			<Section title="About it">
				<Facts
					facts={[
						["Description", description],
						["Authors", authors.join(", ")],
						["Licence", licence],
						["Imported", importedAt === null ? null : <LocalTime key="imported" at={importedAt} />],
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
				{changed && (
					<MendOffer
						{...{ id, mayChange }}
						text="To undo the change, install the imported version again from the history. Or keep the change:"
						verb="Keep the change"
						said="The change is kept as a version."
					/>
				)}
			</Section>
		</Stack>
	);
}
