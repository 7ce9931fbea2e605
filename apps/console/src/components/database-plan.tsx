"use client";

import type { DatabasePlan, DatabaseStep } from "@graft/core/domain/database-plan";
import { Code, List, Stack, Text } from "@mantine/core";
import classes from "./plan.module.css";
import { Section } from "./section.tsx";

/** What is sent to a database and why, what is not, and what stays. Its problems are shown by whoever asks about them. */
export function DatabasePlanView({ plan }: { plan: DatabasePlan }) {
	const { database, steps, skipped, kept, notes } = plan;
	return (
		<Stack gap="lg">
			<Section title={steps.length === 0 ? "Nothing is sent" : "What is sent"}>
				<Text size="sm" c="dimmed" className={classes.words}>
					{steps.length === 0 ? "Everything is as it should be in" : "One after the other, to"}{" "}
					<Code>{database}</Code>.
				</Text>
				{steps.length > 0 && (
					<ol className={classes.steps} aria-label="Steps">
						{steps.map((step, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: a package may repeat a statement; their order is what tells them apart.
							<li key={index}>
								<Step step={step} />
							</li>
						))}
					</ol>
				)}
			</Section>
			{skipped.length > 0 && (
				<Section title="What is not sent">
					<ol className={classes.steps} aria-label="Statements that are not sent">
						{skipped.map(({ statement, reason }, index) => (
							// biome-ignore lint/suspicious/noArrayIndexKey: as above.
							<li key={index}>
								<Statement text={statement} />
								<Text size="sm">{reason}</Text>
							</li>
						))}
					</ol>
				</Section>
			)}
			{kept.length > 0 && (
				<Section title="What stays">
					<List size="sm" spacing={4}>
						{kept.map(({ table, what }) => (
							<List.Item key={table}>
								<Code>{table}</Code>: {what.join("; ")}
							</List.Item>
						))}
					</List>
				</Section>
			)}
			{notes.length > 0 && (
				<Section title="Good to know">
					<List size="sm" spacing={4}>
						{notes.map((note) => (
							<List.Item key={note}>{note}</List.Item>
						))}
					</List>
				</Section>
			)}
		</Stack>
	);
}

function Step({ step }: { step: DatabaseStep }) {
	if (step.kind === "drop-table") {
		return (
			<>
				<Statement text={`DROP TABLE ${step.target}`} />
				<Text size="sm" c="red" fw={600}>
					{step.why}
				</Text>
			</>
		);
	}
	const { statement, parameters, why, isFinal } = step;
	return (
		<>
			<Statement text={statement} />
			{parameters.length > 0 && (
				<Text size="xs" mb={4} className={classes.words}>
					with <Code>{parameters.map((value) => JSON.stringify(value)).join(", ")}</Code>
				</Text>
			)}
			<Text size="sm" {...(isFinal && { c: "red", fw: 600 })}>
				{why}
			</Text>
		</>
	);
}

function Statement({ text }: { text: string }) {
	return (
		<Code block tabIndex={0} aria-label="Statement" className={classes.statement}>
			{text}
		</Code>
	);
}
