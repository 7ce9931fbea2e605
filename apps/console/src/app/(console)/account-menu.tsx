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
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import Link from "next/link";
import { type Role, roleNames } from "../../components/account.ts";
import { openAfresh, signOut } from "../../components/session.ts";
import { pagesFor } from "./pages-for.ts";

export interface ShownCaller {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
}

const schemes = [
	{ value: "auto", label: "System" },
	{ value: "light", label: "Light" },
	{ value: "dark", label: "Dark" },
];

export function AccountMenu({ caller }: { caller: ShownCaller }) {
	const { colorScheme, setColorScheme } = useMantineColorScheme();
	const [opened, { close, toggle }] = useDisclosure();

	async function leave(): Promise<void> {
		if (!(await signOut())) {
			notifications.show({ color: "red", message: "You are still signed in. Try again." });
			return;
		}
		openAfresh("/sign-in");
	}

	return (
		<Popover
			opened={opened}
			onDismiss={close}
			position="bottom-end"
			width={260}
			trapFocus
			withinPortal
		>
			<Popover.Target>
				<Button variant="default" size="xs" maw={180} onClick={toggle}>
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
							{roleNames[caller.role]}
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
					<Stack component="nav" gap={4} hiddenFrom="xs" aria-label="Pages">
						{pagesFor(caller.role).map(({ href, name }) => (
							<Button key={href} component={Link} href={href} variant="subtle" onClick={close}>
								{name}
							</Button>
						))}
					</Stack>
					<Button component={Link} href="/account" variant="subtle" onClick={close}>
						Your account
					</Button>
					<Button variant="subtle" onClick={leave}>
						Sign out
					</Button>
				</Stack>
			</Popover.Dropdown>
		</Popover>
	);
}
