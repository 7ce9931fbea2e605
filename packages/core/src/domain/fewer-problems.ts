import { formatCount } from "./counts.ts";
import type { Problem } from "./problem.ts";

/** Of those of one kind. */
const most = 100;

/**
 * Problems as a page shows them: of those with one severity, code and part the first, and one more that says how many
 * there are beside. Every code stays, so what waits for a yes is the same.
 */
export function fewerProblems(problems: readonly Problem[]): readonly Problem[] {
	const kinds = new Map<string, Problem[]>();
	for (const problem of problems) {
		const kind = `${problem.severity} ${problem.code} ${problem.part ?? ""}`;
		const those = kinds.get(kind);
		if (those === undefined) kinds.set(kind, [problem]);
		else those.push(problem);
	}
	const left = [...kinds.values()].flatMap((those) => {
		const [one] = those;
		const rest = those.length - most;
		if (one === undefined || rest <= 0) return [];
		const message = `And ${formatCount(rest)} more like these.`;
		return [{ ...one, path: "", message, hint: "install-plugin inspect lists all of them." }];
	});
	if (left.length === 0) return problems;
	return [...[...kinds.values()].flatMap((those) => those.slice(0, most)), ...left];
}
