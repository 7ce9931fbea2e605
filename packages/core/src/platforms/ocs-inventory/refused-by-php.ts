import type { Problem } from "../../domain/problem.ts";
import { error } from "./rules/rule.ts";

/** `fault` without a full stop, as Graft or PHP itself says it. */
export function refusedByPhp(line: number, fault: string): Problem {
	return error("install-php-syntax", {
		path: "install.php",
		message: `PHP does not take install.php: line ${line}: ${fault}.`,
		hint: "OCS's console runs the install.php of every extension on one page, and that page would fail. Fix the file, or ask the extension's author.",
	});
}
