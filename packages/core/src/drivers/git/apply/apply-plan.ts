import { GraftError } from "../../../domain/errors.ts";
import type { Progress } from "../../../domain/progress.ts";
import type { RepositoryPlan } from "../../../domain/repository-plan.ts";
import type { NewFile, Repository } from "../../../repositories/repository.ts";
import {
	computeRepositoryPlan,
	filesToPut,
	type RepositoryPlanInput,
} from "../plan/compute-plan.ts";
import { lookAtFolder, type SeenFolder } from "../plan/look.ts";
import { pushCommit } from "./push-commit.ts";
import { type RestorePoint, restorePoint } from "./restore.ts";

export interface ApplyRepositoryInput {
	readonly repository: Repository;
	readonly asked: Omit<RepositoryPlanInput, "seen">;
	/** Of the plan that was shown and agreed to. */
	readonly expectedHash: string;
	readonly actor: string;
	readonly clock: () => Date;
	readonly report: (event: Progress) => void;
}

/**
 * Applies exactly the plan that was shown, as one commit that is pushed or is not: there is nothing in between, and nothing
 * to be recovered. Gives what takes it back; null where nothing had to be done. Throws GraftError: "refused" and
 * "unreachable" (nothing was changed), "partly-done" (nobody can tell whether the commit arrived).
 */
export async function applyRepositoryPlan(
	input: ApplyRepositoryInput,
): Promise<RestorePoint | null> {
	const { repository, asked, report } = input;
	const { plan, seen } = await prepareRepositoryPlan(repository, asked);
	refuseOther(plan, input);
	if (plan.steps.length === 0) return null;
	for (const [at, { kind, target }] of plan.steps.entries()) {
		const text = `${kind === "put-file" ? "put" : "remove"} ${target} in ${repository.label}`;
		report({ kind: "step", text, done: at + 1, total: plan.steps.length });
	}
	const before = await restorePoint(repository, plan, seen);
	await pushCommit({ ...input, seen, message: messageOf(plan), changes: changesOf(plan, asked) });
	return before;
}

/** What is there now, and what would be done; changes nothing. */
export async function prepareRepositoryPlan(
	repository: Repository,
	asked: Omit<RepositoryPlanInput, "seen">,
): Promise<{ readonly plan: RepositoryPlan; readonly seen: SeenFolder }> {
	const head = await repository.head();
	const seen = await lookAtFolder(repository, head, asked.wanted.folder);
	return { plan: computeRepositoryPlan({ ...asked, seen }), seen };
}

function refuseOther(
	plan: RepositoryPlan,
	{ repository: { label }, expectedHash }: ApplyRepositoryInput,
): void {
	const about = `The plan for ${plan.extension.id} in ${label}`;
	if (plan.hash !== expectedHash)
		throw new GraftError(
			"refused",
			`${about} is not the one that you agreed to (${expectedHash.slice(0, 12)}): the repository or the extension changed since; nothing was touched.`,
			{ hint: "Make the plan again, look at it, and apply that one." },
		);
	if (plan.problems.length > 0)
		throw new GraftError("refused", `${about} has problems; nothing was touched.`, {
			problems: plan.problems,
		});
}

function changesOf(
	{ steps, folder }: RepositoryPlan,
	asked: Omit<RepositoryPlanInput, "seen">,
): Map<string, NewFile | null> {
	const files = new Map(filesToPut(asked).map((file) => [`${folder}/${file.path}`, file]));
	return new Map(
		steps.map(({ kind, target }) => [
			target,
			kind === "put-file" ? (files.get(target) ?? null) : null,
		]),
	);
}

function messageOf({ goal, extension: { id, version } }: RepositoryPlan): string {
	const what = version === "" ? id : `${id} ${version}`;
	return goal === "present" ? `Install ${what}` : `Remove ${id}`;
}
