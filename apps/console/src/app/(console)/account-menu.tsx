"use client";

import {
	Button,
	Divider,
	type MantineColorScheme,
	Popover,
	SegmentedControl,
	Stack,
	Text,
	useMantineColorScheme,
} from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { openAfresh, signOut } from "../../components/session.ts";

export interface ShownCaller {
	readonly name: string;
	readonly email: string;
	readonly role: string;
}

const schemes = [
	{ value: "auto", label: "System" },
	{ value: "light", label: "Light" },
	{ value: "dark", label: "Dark" },
];

export function AccountMenu({ caller }: { caller: ShownCaller }) {
	const { colorScheme, setColorScheme } = useMantineColorScheme();

	async function leave(): Promise<void> {
		if (!(await signOut())) {
			notifications.show({ color: "red", message: "You are still signed in. Try again." });
			return;
		}
		openAfresh("/sign-in");
	}

	return (
		<Popover position="bottom-end" width={260} trapFocus withinPortal>
			<Popover.Target>
				<Button variant="default" size="xs" maw={180}>
					{caller.name}
				</Button>
			</Popover.Target>
			<Popover.Dropdown>
				<Stack gap="sm">
					<div>
						<Text fw={600}>{caller.name}</Text>
						<Text size="sm" c="dimmed">
							{caller.email}
						</Text>
						<Text size="sm" c="dimmed">
							{caller.role === "administrator" ? "Administrator" : "Viewer"}
						</Text>
					</div>
					<SegmentedControl
						fullWidth
						size="xs"
						aria-label="Colours"
						data={schemes}
						value={colorScheme}
						onChange={(value) => setColorScheme(value as MantineColorScheme)}
					/>
					<Divider />
					<Button variant="subtle" onClick={leave}>
						Sign out
					</Button>
				</Stack>
			</Popover.Dropdown>
		</Popover>
	);
}
