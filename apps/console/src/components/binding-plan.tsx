"use client";

import type { BindingPlan } from "@graft/core/domain/binding-plan";
import { Code, Text } from "@mantine/core";
import classes from "./plan.module.css";
import { PlanNotes } from "./plan-notes.tsx";

const words = { bind: "Bind", unbind: "Unbind" } as const;

/** Each binding that is made or taken away with its reason, and what is good to know. */
export function BindingPlanView({ plan }: { plan: BindingPlan }) {
	const { api, steps, notes } = plan;
	return (
		<>
			{steps.length === 0 ? (
				<Text size="sm" c="dimmed">
					Nothing to do: it is as it should be.
				</Text>
			) : (
				<ol className={classes.steps} aria-label={`Steps in ${api}`}>
					{steps.map(({ kind, group, path, why }, at) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: two rows of one binding may both go.
						<li key={`${at} ${kind} ${path} ${group}`} className={classes.words}>
							<Text size="sm">
								{words[kind]} <Code>{path}</Code> to <Code>{group}</Code>
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
