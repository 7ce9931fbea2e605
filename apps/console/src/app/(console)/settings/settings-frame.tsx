"use client";

import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function SettingsFrame({ children }: { children: ReactNode }) {
	return (
		<Stack gap="lg" maw={720}>
			<div>
				<Title order={1}>Settings</Title>
				<Title order={2} size="h3" mt="lg">
					OCS's database
				</Title>
				<Text c="dimmed" size="sm">
					The one that OCS Inventory's console and communication server work on. Once it is linked,
					activating an extension makes its tables there, and what agents send is seen here. Linking
					changes nothing in it.
				</Text>
			</div>
			{children}
		</Stack>
	);
}
