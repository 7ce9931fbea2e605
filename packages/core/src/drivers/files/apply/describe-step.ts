import type { Step } from "../../../domain/plan.ts";

/** One line for people: what is being done, and to what. */
export function describeStep(step: Pick<Step, "kind" | "target">): string {
	const verbs = {
		"make-folder": "make folder",
		"put-file": "put",
		"remove-file": "remove",
		"remove-folder": "remove folder, if empty,",
		trial: "try",
		check: "check",
		build: "build",
		reload: "reload",
		restart: "restart",
	};
	return `${verbs[step.kind]} ${step.target}`;
}
