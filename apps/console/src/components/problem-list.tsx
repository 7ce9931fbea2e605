"use client";

import type { Problem, Severity } from "@graft/core/domain/problem";
import { Badge, Checkbox, Code, Group, Stack, Text } from "@mantine/core";
import classes from "./problem-list.module.css";

const order: readonly Severity[] = ["error", "warning", "info"];
const looks: Record<Severity, { color: string; word: string }> = {
	error: { color: "red", word: "Error" },
	warning: { color: "orange", word: "Warning" },
	info: { color: "blue", word: "Note" },
};
const partWords = {
	web: "activation",
	database: "activation",
	server: "installing it on a server",
	agent: "bundles for agents",
} as const;

interface Props {
	readonly problems: readonly Problem[];
	/** Codes that were accepted; with `onAccept`, each warning has a tick for it. */
	readonly accepted?: readonly string[];
	readonly onAccept?: (code: string, accepted: boolean) => void;
}

/** What validation found, the gravest first. */
export function ProblemList({ problems, accepted = [], onAccept }: Props) {
	const sorted = order.flatMap((severity) =>
		problems.filter((problem) => problem.severity === severity),
	);
	return (
		<Stack component="ul" gap="xs" className={classes.list}>
			{sorted.map((problem) => (
				<li
					key={`${problem.code} ${problem.path} ${problem.message}`}
					className={classes.problem}
					data-severity={problem.severity}
				>
					<Group gap="xs" mb={4}>
						<Badge color={looks[problem.severity].color} variant="light" size="sm">
							{looks[problem.severity].word}
						</Badge>
						<Code>{problem.code}</Code>
						{problem.path !== "" && (
							<Text span size="xs" c="dimmed" className={classes.path}>
								{problem.path}
							</Text>
						)}
					</Group>
					<Text size="sm">{problem.message}</Text>
					{problem.hint !== "" && (
						<Text size="sm" c="dimmed">
							{problem.hint}
						</Text>
					)}
					{problem.severity === "warning" && problem.part !== undefined && (
						<Acceptance problem={problem} part={problem.part} {...{ accepted, onAccept }} />
					)}
				</li>
			))}
		</Stack>
	);
}

interface AcceptanceProps {
	readonly problem: Problem;
	readonly part: keyof typeof partWords;
	readonly accepted: readonly string[];
	readonly onAccept: Props["onAccept"];
}

function Acceptance({ problem, part, accepted, onAccept }: AcceptanceProps) {
	const isAccepted = accepted.includes(problem.code);
	if (onAccept === undefined) {
		return (
			<Text size="xs" c="dimmed" mt={4}>
				{isAccepted ? "Accepted." : `Holds back ${partWords[part]} until it is accepted.`}
			</Text>
		);
	}
	return (
		<Checkbox
			mt="xs"
			size="sm"
			checked={isAccepted}
			onChange={(event) => onAccept(problem.code, event.currentTarget.checked)}
			label={`I accept ${problem.code} for ${partWords[part]}`}
		/>
	);
}
