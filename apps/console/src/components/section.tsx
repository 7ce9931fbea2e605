"use client";

import { Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function Section({ title, children }: { title: ReactNode; children: ReactNode }) {
	return (
		<Stack component="section" gap="xs">
			<Title order={2} size="h4">
				{title}
			</Title>
			{children}
		</Stack>
	);
}
