"use client";

import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import { Code, Text } from "@mantine/core";
import classes from "./plan.module.css";
import { PlanNotes } from "./plan-notes.tsx";
import { stepWords } from "./step-words.ts";

/** Each file of the one commit with its reason, and what is good to know. */
export function RepositoryPlanView({ plan }: { plan: RepositoryPlan }) {
	const { repository, branch, steps, notes } = plan;
	return (
		<>
			<Text size="sm" style={{ overflowWrap: "anywhere" }}>
				One commit on <Code>{branch}</Code> of <Code>{repository}</Code>.
			</Text>
			{steps.length === 0 ? (
				<Text size="sm" c="dimmed">
					Nothing to do: it is as it should be.
				</Text>
			) : (
				<ol className={classes.steps} aria-label={`Steps in ${repository}`}>
					{steps.map(({ kind, target, why }) => (
						<li key={`${kind} ${target}`} className={classes.words}>
							<Text size="sm">
								{stepWords[kind]} <Code>{target}</Code>
							</Text>
							<Text size="sm" c="dimmed">
								{why}
							</Text>
						</li>
					))}
				</ol>
			)}
			<PlanNotes notes={notes} />
		</>
	);
}
