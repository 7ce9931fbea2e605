"use client";

import { Group, Text, Title } from "@mantine/core";
import { countOf } from "../../../components/numbers.ts";
import { ImportButton } from "../upload/import-button.tsx";

export function ListHeading({ count }: { count: number }) {
	return (
		<Group justify="space-between" mb="lg">
			<div>
				<Title order={1}>Extensions</Title>
				<Text c="dimmed" size="sm">
					{count === 0 ? "There are none yet." : `${countOf(count, "extension")}.`} A zip can be
					dropped anywhere.
				</Text>
			</div>
			<ImportButton />
		</Group>
	);
}
