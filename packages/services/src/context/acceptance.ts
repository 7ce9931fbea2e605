import { GraftError } from "@graft/core/domain/errors";
import { type Part, type Problem, unaccepted } from "@graft/core/domain/problem";

/** The codes among `codes` that are warnings here, added to those that were accepted before. */
export function accept(
	problems: readonly Problem[],
	before: readonly string[],
	codes: readonly string[],
): readonly string[] {
	const warnings = problems.filter(({ severity }) => severity === "warning");
	const added = warnings.map(({ code }) => code).filter((code) => codes.includes(code));
	return [...new Set([...before, ...added])].sort();
}

/** Throws GraftError "refused" with every warning about `parts` that keeps `what` from being done. */
export function requireAccepted(
	problems: readonly Problem[],
	accepted: readonly string[],
	parts: readonly Part[],
	what: string,
): void {
	const open = parts.flatMap((part) => unaccepted(problems, accepted, part));
	if (open.length === 0) return;
	const codes = [...new Set(open.map(({ code }) => code))];
	throw new GraftError("refused", `${what} needs you to accept ${codes.join(", ")}.`, {
		hint: "Read what each of them says. If you agree, accept its code.",
		problems: open,
	});
}
