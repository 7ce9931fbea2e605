import type { DatabaseStep } from "../../../domain/database-plan.ts";
import { printable } from "../../../domain/printable.ts";

/** One line for people: what is being done, and to what. */
export function describeDatabaseStep(step: DatabaseStep): string {
	return step.kind === "drop-table" ? `drop ${printable(step.target)}` : excerpt(step.statement);
}

export function excerpt(statement: string): string {
	const line = printable(statement.replace(/\s+/g, " ").trim());
	return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
