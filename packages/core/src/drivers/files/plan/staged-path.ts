import { posix } from "node:path";
import type { BuildStep, PutFile, RemoveFile } from "../../../domain/plan.ts";
import type { Journal } from "./journal.ts";

/** `new`: what will stand at the target. `old`: what stood there. Both one rename away from it. */
export type StagedKind = "new" | "old";

/** Of a step of the journal, or of the plan that it was written for. */
export function stagedPath(
	{ attempt, steps }: Journal,
	step: Pick<PutFile | RemoveFile | BuildStep, "kind" | "target" | "staging">,
	kind: StagedKind,
): string {
	const index = steps.findIndex((each) => each.kind === step.kind && each.target === step.target);
	return posix.join(step.staging, `${attempt}.${kind}-${index}`);
}
