import type { DatabaseGoal, DatabasePlan, DatabaseStep } from "@graft/core/domain/database-plan";
import type { Paint } from "../terminal/terminal.ts";
import { indented } from "./indented.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { problemLines } from "./problems.ts";

const doing: Readonly<Record<DatabaseGoal, string>> = {
	active: "activate",
	inactive: "deactivate",
	absent: "remove",
};

/** Every statement, sent or not, as a person reads it before they say yes. */
export function databasePlanLines(plan: DatabasePlan, paint: Paint): string[] {
	const { id, version } = plan.extension;
	const title = `Plan to ${doing[plan.goal]} ${named(id, version)} in ${oneLine(plan.database)}`;
	return [
		...problemLines(plan.problems, paint),
		paint("bold", title),
		...(plan.steps.length === 0 ? ["  Nothing to do: it is as it should be."] : []),
		...plan.steps.flatMap((step, at) => stepLines(step, at + 1, paint)),
		...plan.skipped.flatMap(({ statement, reason }) => [
			`  ${paint("yellow", "not sent")}: ${oneLine(reason)}`,
			...indented(statement, "       ").map((line) => paint("dim", line)),
		]),
		...plan.kept.map(
			({ table, what }) => `  ${paint("cyan", "kept")}: ${oneLine(`${table}: ${what.join("; ")}`)}`,
		),
		...plan.notes.map((note) => `  ${paint("cyan", "note")}: ${oneLine(note)}`),
		`  hash ${plan.hash}`,
	];
}

function stepLines(step: DatabaseStep, number: number, paint: Paint): string[] {
	const what = step.kind === "drop-table" ? "drop" : "change";
	const title = `${String(number).padStart(3)}. ${what} ${paint("bold", oneLine(step.target))}: ${oneLine(step.why)}`;
	if (step.kind === "drop-table") return [title];
	const values = step.parameters.map((value) => JSON.stringify(value)).join(", ");
	return [
		title,
		...indented(step.statement, "       ").map((line) => paint("dim", line)),
		...(values === "" ? [] : [paint("dim", `       with ${oneLine(values)}`)]),
	];
}

/** What scripts see of it. */
export function databasePlanJson({
	hash,
	steps,
	skipped,
	kept,
	notes,
	problems,
}: DatabasePlan): object {
	return { hash, steps, skipped, kept, notes, problems };
}
