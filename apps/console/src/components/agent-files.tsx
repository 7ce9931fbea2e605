"use client";

import type { ShownParts } from "@graft/core/domain/shown-parts";
import { Text } from "@mantine/core";
import { PlacedFiles } from "./placed-files.tsx";

const systems = [
	["windows", "Windows"],
	["unix", "Unix"],
] as const;

/** What agents of each system get. */
export function AgentFiles({ agents }: { agents: ShownParts["agents"] }) {
	return systems.map(([system, name]) => (
		<div key={system}>
			<Text size="sm" fw={600}>
				{name}
			</Text>
			<PlacedFiles
				files={{
					count: agents[system].count,
					first: agents[system].first.map(({ from, as, chosen }) => ({
						from,
						to: as,
						note: chosen ? "" : "an alternative, not proposed",
					})),
				}}
				none={`Nothing for ${name} agents.`}
			/>
		</div>
	));
}
