"use client";

import { Alert, Anchor, Group, Stack, Text, Title } from "@mantine/core";
import Link from "next/link";
import { activityOf } from "../../../../components/activity.ts";
import { Fact } from "../../../../components/fact.tsx";
import { formatCount } from "../../../../components/numbers.ts";
import { summariseServers } from "../../../../components/server-states.ts";
import { useSystem } from "../../../../components/systems.tsx";
import type { ShownExtension } from "../../../../server/shown-extension.ts";
import { ActivationButton } from "./activation/activation-button.tsx";
import { RemoveButton } from "./removal/remove-button.tsx";
import { UpButton } from "./up/up-button.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	/** Its system's database is linked. */
	readonly linked: boolean;
	/** Its system's repository is linked. */
	readonly hasRepository: boolean;
}

export function ExtensionHeading({ extension, mayChange, linked, hasRepository }: Props) {
	const system = useSystem();
	const { id, name, version, versions, managed, note } = extension;
	const activity = activityOf(extension);
	const servers = summariseServers(extension.servers);
	const isWayOpen = (linked && isNotUp(extension)) || (hasRepository && !extension.active);
	return (
		<Stack gap="md" mb="lg">
			<Anchor component={Link} href="/extensions" size="sm">
				All extensions
			</Anchor>
			<Group justify="space-between" align="flex-start">
				<div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
					<Title order={1} fz={{ base: "h2", sm: "h1" }}>
						{name}
					</Title>
					<Text c="dimmed">
						{id} · {system.name}
					</Text>
				</div>
				<Group align="flex-start">
					{isWayOpen && <UpButton extension={extension} mayChange={mayChange} />}
					<ActivationButton {...{ extension, mayChange }} isFirst={!isWayOpen} />
					<RemoveButton {...{ extension, mayChange, linked, hasRepository }} />
				</Group>
			</Group>
			<Group gap="xl">
				<Fact name="Available">
					{version}
					{versions.length > 1 && ` (${formatCount(versions.length)} versions)`}
					{!managed && " (copied here by hand)"}
				</Fact>
				<Fact name="Active" tone={activity.tone}>
					{activity.text}
				</Fact>
				<Fact name="On servers" tone={servers.tone}>
					{servers.text}
				</Fact>
			</Group>
			{note !== null && (
				<Alert color="orange" role="status">
					{note}
				</Alert>
			)}
		</Stack>
	);
}

/** What agents send gets nowhere as long as it is not active, or its server part nowhere. */
function isNotUp({ active, parts, servers }: ShownExtension): boolean {
	if (parts.server.files.count === 0) return false;
	return !active || servers.every(({ state }) => state === "missing");
}
