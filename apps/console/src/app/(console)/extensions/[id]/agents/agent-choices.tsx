"use client";

import type { AgentFile } from "@graft/core/domain/extension";
import type { ShownAgentFiles } from "@graft/core/domain/shown-parts";
import { Checkbox, Code, Stack, Text } from "@mantine/core";
import { findAgentFiles } from "../find-files.ts";
import { Finding } from "../finding.tsx";

interface Props {
	readonly id: string;
	readonly system: "windows" | "unix";
	readonly name: string;
	readonly files: ShownAgentFiles;
	readonly isTicked: (file: AgentFile) => boolean;
	readonly onChoose: (file: AgentFile) => void;
}

/** What agents of one system can get; what stands behind the beginning is found by its name. */
export function AgentChoices({ id, system, name, files, isTicked, onChoose }: Props) {
	if (files.count === 0) return null;
	return (
		<Stack gap={6}>
			<Text size="sm" fw={600}>
				{name}
			</Text>
			<Finding
				all={files}
				name={`a script for ${name}`}
				find={(text) => findAgentFiles({ id, system, text })}
			>
				{(found) =>
					found.map((file) => {
						const { from, as, chosen } = file;
						return (
							<Checkbox
								key={from}
								checked={isTicked(file)}
								onChange={() => onChoose(file)}
								label={
									<>
										<Code>{from}</Code>
										{from.endsWith(`/${as}`) ? "" : ` as ${as}`}
										{chosen ? "" : " (an alternative, not proposed)"}
									</>
								}
							/>
						);
					})
				}
			</Finding>
		</Stack>
	);
}
