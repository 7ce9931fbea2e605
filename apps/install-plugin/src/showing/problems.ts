import type { Problem, Severity } from "@graft/core/domain/problem";
import type { Paint, Style } from "../terminal/terminal.ts";
import { indented } from "./indented.ts";
import { oneLine } from "./one-line.ts";

const styles: Readonly<Record<Severity, Style>> = { error: "red", warning: "yellow", info: "cyan" };
const order: readonly Severity[] = ["error", "warning", "info"];

/** All of them at once, the worst first. */
export function problemLines(problems: readonly Problem[], paint: Paint): string[] {
	return order.flatMap((severity) =>
		problems
			.filter((problem) => problem.severity === severity)
			.flatMap((problem) => linesOf(problem, paint)),
	);
}

function linesOf({ severity, code, path, message, hint, part }: Problem, paint: Paint): string[] {
	const where = path === "" ? "" : `  ${oneLine(path)}`;
	const keepsBack = severity === "warning" && part !== undefined ? ` (blocks: ${part})` : "";
	return [
		`${paint(styles[severity], severity)}  ${oneLine(code)}${where}${keepsBack}`,
		...indented(message, "    "),
		...indented(hint, "    "),
	];
}
