"use client";

import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function SettingsFrame({ children }: { children: ReactNode }) {
	return (
		<Stack gap="lg" maw={720}>
			<Title order={1}>Settings</Title>
			{children}
		</Stack>
	);
}

/** One outside system that can be linked, by the words of its kind. */
export function LinkFrame({
	name,
	about,
	children,
}: {
	name: string;
	about: string;
	children: ReactNode;
}) {
	return (
		<>
			<div>
				<Title order={2} size="h3">
					{name}
				</Title>
				<Text c="dimmed" size="sm">
					{about}
				</Text>
			</div>
			{children}
		</>
	);
}
