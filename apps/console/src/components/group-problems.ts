import type { Problem, Severity } from "@graft/core/domain/problem";

/** Problems that one word of a person is about. */
export interface ProblemGroup {
	readonly severity: Severity;
	readonly code: string;
	readonly problems: readonly Problem[];
}

const order: readonly Severity[] = ["error", "warning", "info"];

/** By severity and code: the gravest first, otherwise in the order in which they were found. */
export function groupProblems(problems: readonly Problem[]): readonly ProblemGroup[] {
	return order.flatMap((severity) => {
		const these = problems.filter((problem) => problem.severity === severity);
		const codes = [...new Set(these.map(({ code }) => code))];
		return codes.map((code) => ({
			severity,
			code,
			problems: these.filter((problem) => problem.code === code),
		}));
	});
}

/** What tells them apart: each one's file, and beside it what it says where that file has several, or there is none. */
export function placesOf(problems: readonly Problem[]): readonly string[] {
	const paths = problems.map(({ path }) => path);
	return problems.map(({ path, message }) => {
		const isAlone = paths.filter((other) => other === path).length === 1;
		if (path === "") return message;
		return isAlone ? path : `${path}: ${message}`;
	});
}
