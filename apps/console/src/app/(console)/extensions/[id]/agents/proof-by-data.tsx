"use client";

import type { ExtensionProof } from "@graft/services/proof/prove-extensions";
import { Group, Progress, Text } from "@mantine/core";
import { Fact } from "../../../../../components/fact.tsx";
import { LocalTime } from "../../../../../components/local-time.tsx";
import { countOf, formatCount } from "../../../../../components/numbers.ts";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";

/** Whether data arrives, as its system's database has it. */
export function ProofByData({ proof }: { proof: ExtensionProof }) {
	const { short } = useSystem();
	const { agents, active, database } = proof;
	if (agents === null) {
		return (
			<Section title="What arrives">
				<Text size="sm" c="dimmed">
					{database.reason ??
						(active
							? `${short}'s database cannot tell.`
							: "It is not active: agents are not expected to report it.")}
				</Text>
			</Section>
		);
	}
	const { expected, inventoried, reporting, silent, silentCount, lastRow } = agents;
	const share = expected === 0 ? 0 : Math.min(100, (reporting / expected) * 100);
	return (
		<Section title="What arrives">
			<Text fw={600}>{headline(reporting, expected)}</Text>
			{expected > 0 && <Progress value={share} aria-label="Machines that report it" />}
			<Group gap="xl">
				<Fact name="Sent an inventory since activation">{formatCount(inventoried)}</Fact>
				<Fact name="Silent" tone={silentCount === 0 ? "plain" : "bad"}>
					{silentCount === 0 ? "None" : formatCount(silentCount)}
				</Fact>
				<Fact name="Last row">
					{lastRow === null ? "None yet" : <LocalTime at={new Date(lastRow)} />}
				</Fact>
			</Group>
			{silentCount > 0 && (
				<details>
					<summary>
						<Text span size="sm">
							{countOf(silentCount, "machine")} sent an inventory since then, but no rows of it
						</Text>
					</summary>
					<Text size="sm" mt="xs" style={{ overflowWrap: "anywhere" }}>
						{silent.join(", ")}
						{silentCount > silent.length &&
							`, and ${formatCount(silentCount - silent.length)} more`}
					</Text>
				</details>
			)}
		</Section>
	);
}

/** Machines may report that are not expected to: their system changed, or somebody put the script there by hand. */
function headline(reporting: number, expected: number): string {
	const report = reporting === 1 ? "reports" : "report";
	if (reporting <= expected && expected > 0) {
		return `${formatCount(reporting)} of ${countOf(expected, "machine")} ${report} it`;
	}
	return `${countOf(reporting, "machine")} ${report} it; ${formatCount(expected)} ${expected === 1 ? "is" : "are"} expected to`;
}
