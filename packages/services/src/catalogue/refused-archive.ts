import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";

/** With all that is wrong, the first of it as the message. */
export function refusedArchive(problems: readonly Problem[]): GraftError {
	const errors = problems.filter(({ severity }) => severity === "error");
	const [first] = errors;
	const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
	return new GraftError("refused", `The archive is refused: ${first?.message ?? ""}${more}`, {
		hint: first?.hint ?? "",
		problems,
	});
}
