"use client";

import { Container, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { Brand } from "./brand.tsx";

/** The frame of pages for people who are not signed in. */
export function FormCard({
	title,
	lead,
	children,
}: {
	title: string;
	lead: string;
	children: ReactNode;
}) {
	return (
		<Container component="main" size={420} py={{ base: 32, sm: 80 }}>
			<Brand />
			<Paper withBorder p="xl" mt="lg">
				<Title order={1} size="h2">
					{title}
				</Title>
				<Text c="dimmed" mt={4} mb="lg">
					{lead}
				</Text>
				{children}
			</Paper>
		</Container>
	);
}
