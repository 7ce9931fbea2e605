"use client";

import { Code, Stack, Table, Text } from "@mantine/core";
import { FactLines } from "../../../../../components/fact-lines.tsx";
import { LocalTime } from "../../../../../components/local-time.tsx";
import { PlacedFiles } from "../../../../../components/placed-files.tsx";
import { Section } from "../../../../../components/section.tsx";
import { stateWord } from "../../../../../components/server-states.ts";
import type { CommandLine } from "../../../../../server/command-line.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { ForgetButton } from "./forget-button.tsx";
import { InstallPluginCommands } from "./install-plugin-commands.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
	readonly line: CommandLine;
}

export function ServersTab({ extension, mayChange, line }: Props) {
	const { servers, parts } = extension;
	if (parts.server.files.count === 0 && servers.length === 0) {
		return (
			<Text size="sm" c="dimmed">
				It has no server part: nothing needs to be installed on a server.
			</Text>
		);
	}
	return (
		<Stack gap="xl">
			<Section title="Where it is">
				{servers.length === 0 ? (
					<Text size="sm" c="dimmed">
						It is not installed on any server that Graft knows. The commands below install it.
					</Text>
				) : (
					<Table.ScrollContainer minWidth={420}>
						<Table>
							<Table.Thead>
								<Table.Tr>
									<Table.Th>Server</Table.Th>
									<Table.Th>State when last seen</Table.Th>
									<Table.Th>Version</Table.Th>
									<Table.Th>Seen</Table.Th>
									<Table.Th />
								</Table.Tr>
							</Table.Thead>
							<Table.Tbody>
								{servers.map(({ server, state, version, seenAt }) => (
									<Table.Tr key={server}>
										<Table.Td>
											<Code>{server}</Code>
										</Table.Td>
										<Table.Td>{stateWord(state)}</Table.Td>
										<Table.Td>{version}</Table.Td>
										<Table.Td>
											<LocalTime at={seenAt} />
										</Table.Td>
										<Table.Td ta="right">
											<ForgetButton {...{ server, mayChange }} />
										</Table.Td>
									</Table.Tr>
								))}
							</Table.Tbody>
						</Table>
					</Table.ScrollContainer>
				)}
			</Section>
			<Section title="What a server gets">
				<PlacedFiles files={parts.server.files} none="Nothing goes to a server." />
				<FactLines facts={parts.facts} part="server" />
			</Section>
			<InstallPluginCommands extension={extension} line={line} />
		</Stack>
	);
}
