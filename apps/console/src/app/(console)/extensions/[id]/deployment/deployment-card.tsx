"use client";

import type { DeliveryState } from "@graft/core/platforms/delivery";
import { Code, Group, Paper, Stack, Table, Text } from "@mantine/core";
import { Fact } from "../../../../../components/fact.tsx";
import { countOf, formatCount } from "../../../../../components/numbers.ts";
import { useSystem } from "../../../../../components/systems.tsx";

type State = DeliveryState["list"][number]["state"];

const states: Record<State, string> = {
	waiting: "Waiting",
	notified: "Notified",
	success: "Success",
	error: "Error",
};
const systems: Record<DeliveryState["agents"], string> = { unix: "Unix", windows: "Windows" };

/** One package: its machines by state, and by name below. */
export function DeploymentCard({ deployment }: { deployment: DeliveryState }) {
	const { short } = useSystem();
	const { name, version, agents, machines, list } = deployment;
	const all = Object.values(machines).reduce((sum, count) => sum + count, 0);
	return (
		<Paper withBorder p="md" component="article" aria-label={name}>
			<Stack gap="sm">
				<div style={{ overflowWrap: "anywhere" }}>
					<Text fw={600}>{name}</Text>
					<Text size="sm" c="dimmed">
						{version} for {systems[agents]} · package <Code>{deployment.package}</Code>
					</Text>
				</div>
				<Group gap="xl">
					{(Object.keys(states) as State[]).map((state) => (
						<Fact key={state} name={states[state]} tone={toneOf(state, machines[state])}>
							{formatCount(machines[state])}
						</Fact>
					))}
				</Group>
				{list.length > 0 && (
					<details>
						<summary>
							<Text span size="sm">
								{list.length < all
									? `${formatCount(list.length)} of ${countOf(all, "machine")}, errors first`
									: countOf(all, "machine")}
							</Text>
						</summary>
						<Table.ScrollContainer minWidth={420}>
							<Table>
								<Table.Thead>
									<Table.Tr>
										<Table.Th>Machine</Table.Th>
										<Table.Th>State</Table.Th>
										<Table.Th>Code</Table.Th>
										<Table.Th>Told, by {short}'s clock</Table.Th>
									</Table.Tr>
								</Table.Thead>
								<Table.Tbody>
									{list.map((machine) => (
										<Table.Tr key={machine.deviceId}>
											<Table.Td>{machine.name}</Table.Td>
											<Table.Td>{states[machine.state]}</Table.Td>
											<Table.Td>{machine.code !== null && <Code>{machine.code}</Code>}</Table.Td>
											<Table.Td>{machine.at}</Table.Td>
										</Table.Tr>
									))}
								</Table.Tbody>
							</Table>
						</Table.ScrollContainer>
					</details>
				)}
			</Stack>
		</Paper>
	);
}

function toneOf(state: State, count: number) {
	if (count === 0) return "plain";
	if (state === "error") return "bad";
	return state === "success" ? "good" : "plain";
}
