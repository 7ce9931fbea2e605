"use client";

import type { Part, Problem, Severity } from "@graft/core/domain/problem";
import { Badge, Checkbox, Code, Group, Stack, Text } from "@mantine/core";
import { groupProblems, placesOf } from "./group-problems.ts";
import classes from "./problem-list.module.css";

const looks: Record<Severity, { color: string; word: string }> = {
	error: { color: "red", word: "Error" },
	warning: { color: "orange", word: "Warning" },
	info: { color: "blue", word: "Note" },
};
const partWords: Record<Part, string> = {
	web: "activation",
	database: "activation",
	server: "installing it on a server",
	agent: "bundles for agents",
};

interface Props {
	readonly problems: readonly Problem[];
	/** Codes that were accepted; with `onAccept`, the warnings of each code have a tick for it. */
	readonly accepted?: readonly string[];
	readonly onAccept?: (code: string, accepted: boolean) => void;
}

/** What validation found, the gravest first; what one tick accepts stands together. */
export function ProblemList({ problems, accepted = [], onAccept }: Props) {
	return (
		<Stack component="ul" gap="xs" className={classes.list}>
			{groupProblems(problems).map((group) => (
				<li
					key={`${group.severity} ${group.code}`}
					className={classes.problem}
					data-severity={group.severity}
				>
					<Group gap="xs" mb={4}>
						<Badge color={looks[group.severity].color} variant="light" size="sm">
							{looks[group.severity].word}
						</Badge>
						<Code>{group.code}</Code>
					</Group>
					<Stack gap="xs">
						{group.problems.map((problem) => (
							<One key={`${problem.path} ${problem.message}`} problem={problem} />
						))}
					</Stack>
					{group.severity === "warning" && (
						<Acceptance problems={group.problems} {...{ accepted, onAccept }} />
					)}
				</li>
			))}
		</Stack>
	);
}

function One({ problem: { path, message, hint } }: { problem: Problem }) {
	return (
		<div>
			{path !== "" && (
				<Text size="xs" c="dimmed" className={classes.path}>
					{path}
				</Text>
			)}
			<Text size="sm">{message}</Text>
			{hint !== "" && (
				<Text size="sm" c="dimmed">
					{hint}
				</Text>
			)}
		</div>
	);
}

interface AcceptanceProps {
	/** All of one code. */
	readonly problems: readonly Problem[];
	readonly accepted: readonly string[];
	readonly onAccept: Props["onAccept"];
}

function Acceptance({ problems, accepted, onAccept }: AcceptanceProps) {
	const [first] = problems;
	const parts = [...new Set(problems.flatMap(({ part }) => (part ? [partWords[part]] : [])))];
	if (first === undefined || parts.length === 0) return null;
	const { code } = first;
	const what = parts.join(" and ");
	const isAccepted = accepted.includes(code);
	if (onAccept === undefined) {
		return (
			<Text size="xs" c="dimmed" mt={4}>
				{isAccepted ? "Accepted." : `Blocks ${what} until you accept it.`}
			</Text>
		);
	}
	const places = placesOf(problems);
	const where =
		places.length > 1 ? `, at each of these ${places.length}: ${places.join("; ")}` : "";
	return (
		<Checkbox
			mt="xs"
			size="sm"
			checked={isAccepted}
			onChange={(event) => onAccept(code, event.currentTarget.checked)}
			label={`I accept ${code} for ${what}${where}`}
			styles={{ label: { overflowWrap: "anywhere" } }}
		/>
	);
}
