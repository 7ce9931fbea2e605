"use client";

import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { Code, Group, Stack, Text } from "@mantine/core";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { Fact } from "../../../../../components/fact.tsx";
import { countOf } from "../../../../../components/numbers.ts";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { useActivation } from "../activation/use-activation.tsx";

interface Props {
	readonly plan: DatabasePlan;
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
}

/** How the database of its system is, beside how the extension wants it. */
export function TablesAsTheyAre({ plan, extension, mayChange }: Props) {
	const { short } = useSystem();
	const { active } = extension;
	const { steps } = plan;
	const { busy, begin, dialog } = useActivation(extension);
	const drifted = active && steps.length > 0;
	return (
		<Stack gap="lg">
			<Section title={`In ${short}'s database`}>
				<Group gap="xl">
					<Fact name="Linked">
						<Code style={{ overflowWrap: "anywhere" }}>{plan.database}</Code>
					</Fact>
					<Fact name="State" tone={drifted ? "bad" : active ? "good" : "plain"}>
						{active ? (drifted ? "Drifted" : "In sync") : "Not active"}
					</Fact>
				</Group>
				{drifted && (
					<Group justify="space-between">
						<Text size="sm">
							It is active, but its tables are not what this version needs.{" "}
							{countOf(steps.length, "step")} {steps.length === 1 ? "updates" : "update"} them. No
							row is lost.
						</Text>
						<ReasonedButton
							variant="light"
							loading={busy}
							reason={mayChange ? null : "Only an administrator may do this."}
							onClick={begin}
						>
							Update the tables
						</ReasonedButton>
					</Group>
				)}
				{!active && (
					<Text size="sm" c="dimmed">
						Below is what activating it would do now, if you accept every warning.
					</Text>
				)}
			</Section>
			{plan.problems.length > 0 && <ProblemList problems={plan.problems} />}
			<DatabasePlanView plan={plan} />
			{dialog}
		</Stack>
	);
}
