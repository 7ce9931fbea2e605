"use client";

import type { DeploymentPlan, DeploymentStep } from "@graft/core/platforms/delivery";
import { Code, List, Text } from "@mantine/core";
import { countOf, formatBytes, formatCount } from "../../../../../components/numbers.ts";
import classes from "../../../../../components/plan.module.css";
import { Section } from "../../../../../components/section.tsx";
import { stepWords } from "../../../../../components/step-words.ts";

const deeds: Record<DeploymentStep["kind"], string> = {
	...stepWords,
	"check-address": "Fetch and compare",
	"set-option": "Turn on the option",
	"offer-package": "Offer the package",
	"assign-package": "Give the machines the package",
	"withdraw-package": "Withdraw the package",
	"purge-package": "Purge the package",
};
const systems = { unix: "Unix", windows: "Windows", unknown: "unknown" } as const;

/** Who gets what, and each step with its reason. */
export function DeploymentPlanView({ plan }: { plan: DeploymentPlan }) {
	const { packages, reach, steps, database, server, downloads } = plan;
	const left = (["unix", "windows", "unknown"] as const).filter((key) => reach.without[key] > 0);
	return (
		<>
			<Section title="Who gets what">
				<List size="sm" spacing={4}>
					{packages.map(({ id, name, agents, bytes }) => {
						const { chosen = 0, lacking = 0 } = reach.packages[id] ?? {};
						return (
							<List.Item key={id} className={classes.words}>
								{systems[agents]}: {countOf(chosen, "machine")}, {formatCount(lacking)} without it
								yet. {name}, {formatBytes(bytes)}.
							</List.Item>
						);
					})}
					{left.map((key) => (
						<List.Item key={key}>
							{countOf(reach.without[key], "machine")} ({systems[key]}){" "}
							{reach.without[key] === 1 ? "gets" : "get"} nothing.
						</List.Item>
					))}
				</List>
			</Section>
			<Section title={steps.length === 0 ? "Nothing to do" : "What is done"}>
				<Text size="sm" c="dimmed" className={classes.words}>
					In <Code>{downloads}</Code> on {server}, and in <Code>{database}</Code>.
				</Text>
				<ol className={classes.steps} aria-label="Steps">
					{steps.map((step) => (
						<li key={`${step.kind} ${step.target}`} className={classes.words}>
							<Text size="sm">
								{deeds[step.kind]} <Code>{step.target}</Code>
							</Text>
							<Text size="sm" c="dimmed">
								{step.why}
							</Text>
						</li>
					))}
				</ol>
			</Section>
		</>
	);
}
