"use client";

import { Paper, Stack, Title } from "@mantine/core";
import { type ReactNode, useId } from "react";

/** What a plan over several places does in one of them. */
export function Place({ name, children }: { name: string; children: ReactNode }) {
	const id = useId();
	return (
		<Paper withBorder p="md" component="section" aria-labelledby={id}>
			<Stack gap="sm">
				<Title order={2} size="h3" id={id} style={{ overflowWrap: "anywhere" }}>
					{name}
				</Title>
				{children}
			</Stack>
		</Paper>
	);
}
