"use client";

import { Container, Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** One message in the middle of a page that has nothing else to show. */
export function Notice({ title, children }: { title: string; children: ReactNode }) {
	return (
		<Container size={460} py={64}>
			<Paper withBorder p="xl">
				<Stack align="flex-start">
					<Title order={1} size="h2">
						{title}
					</Title>
					{children}
				</Stack>
			</Paper>
		</Container>
	);
}
