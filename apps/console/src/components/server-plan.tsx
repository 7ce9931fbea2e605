"use client";

import { type Plan, placesNothing } from "@graft/core/domain/plan";
import { Code, Text } from "@mantine/core";
import classes from "./plan.module.css";
import { PlanNotes } from "./plan-notes.tsx";
import { stepWords } from "./step-words.ts";

/** Each step on one server with its reason, and what is good to know. */
export function ServerPlanView({ plan }: { plan: Plan }) {
	const { steps, notes } = plan;
	return (
		<>
			{steps.length === 0 ? (
				<Text size="sm" c="dimmed">
					{placesNothing(plan)
						? "Nothing is installed there: the extension has no server part, or Graft does not know where it belongs."
						: "Nothing to do: it is as it should be."}
				</Text>
			) : (
				<ol className={classes.steps} aria-label={`Steps on ${plan.server}`}>
					{steps.map(({ kind, target, why, ...step }) => (
						<li key={`${kind} ${target} ${why}`} className={classes.words}>
							<Text size="sm">
								{stepWords[kind]} <Code>{target}</Code>
							</Text>
							<Text size="sm" c="dimmed">
								{why}
							</Text>
							{"difference" in step &&
								step.difference?.map((line) => (
									<Text key={line} size="sm" ff="monospace">
										{line}
									</Text>
								))}
						</li>
					))}
				</ol>
			)}
			<PlanNotes notes={notes} />
		</>
	);
}
