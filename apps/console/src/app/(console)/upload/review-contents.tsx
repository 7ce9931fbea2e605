"use client";

import type { ShownInspection } from "@graft/services/tasks/shown-inspection";
import { Code } from "@mantine/core";
import { AgentFiles } from "../../../components/agent-files.tsx";
import { FactLines } from "../../../components/fact-lines.tsx";
import { Facts } from "../../../components/facts.tsx";
import { countOf, formatBytes } from "../../../components/numbers.ts";
import { PlacedFiles } from "../../../components/placed-files.tsx";
import { Section } from "../../../components/section.tsx";
import { Statements } from "../../../components/statements.tsx";
import { useSystem } from "../../../components/systems.tsx";

/** Manifest, server part, agent part and database of an archive. */
export function ReviewContents({ inspection }: { inspection: ShownInspection }) {
	const system = useSystem(inspection.extension?.platform);
	const { archive, extension, parts } = inspection;
	const { database, server, agents, facts } = parts;
	return (
		<>
			<Section title="What it is">
				<Facts
					facts={[
						["Id", extension?.id ?? "not recognised"],
						["Version", extension?.version ?? ""],
						["For", extension === null ? "" : system.name],
						["Description", extension?.description ?? ""],
						["Authors", extension?.authors.join(", ") ?? ""],
						["Licence", extension?.licence ?? ""],
						[
							"Archive",
							`${formatBytes(archive.bytes)}, ${countOf(archive.entries, "entry", "entries")}`,
						],
						["SHA-256", <Code key="sha256">{archive.sha256}</Code>],
					]}
				/>
			</Section>
			{extension !== null && (
				<>
					<Section title="Server part">
						<PlacedFiles files={server.files} none="Nothing goes to a server." />
						<FactLines facts={facts} part="server" />
					</Section>
					<Section title="Agent part">
						<AgentFiles agents={agents} />
					</Section>
					<Section title="Database, when it is installed">
						<Statements statements={database.install} none="No statements." />
					</Section>
					<Section title="Database, when it is removed">
						<Statements statements={database.remove} none="No statements." />
					</Section>
				</>
			)}
		</>
	);
}
