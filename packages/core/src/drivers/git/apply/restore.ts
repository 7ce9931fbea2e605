import { GraftError } from "../../../domain/errors.ts";
import type { RepositoryPlan } from "../../../domain/repository-plan.ts";
import type { NewFile, Repository } from "../../../repositories/repository.ts";
import { lookAtFolder, type SeenFolder } from "../plan/look.ts";
import { pushCommit } from "./push-commit.ts";

/** What takes a commit back: by another one, for a branch is never set back. */
export interface RestorePoint {
	readonly plan: RepositoryPlan;
	/** The version that stood there; null where none of Graft's did. */
	readonly former: string | null;
	/** By path from the top, what stood there; null for nothing. */
	readonly files: ReadonlyMap<string, NewFile | null>;
}

/** Read before anything is changed. */
export async function restorePoint(
	repository: Repository,
	plan: RepositoryPlan,
	{ head, receipt }: SeenFolder,
): Promise<RestorePoint> {
	const entries = await repository.files(head.commit, plan.folder);
	const files = new Map<string, NewFile | null>();
	for (const { target, before } of plan.steps) {
		const entry = entries.get(target);
		if (before === null) files.set(target, null);
		else if (entry?.blob)
			files.set(target, {
				bytes: await repository.read(entry.blob),
				executable: entry.executable,
			});
		else throw noFile(repository.label, target);
	}
	const former = receipt === null || receipt === "unreadable" ? null : receipt.extension.version;
	return { plan, former, files };
}

export interface RestoreInput {
	readonly repository: Repository;
	readonly point: RestorePoint;
	readonly actor: string;
	readonly clock: () => Date;
}

/** Throws GraftError "refused" where somebody changed one of these files since: what is there then stays. */
export async function restoreFiles(input: RestoreInput): Promise<void> {
	const { repository, point } = input;
	const { plan, files } = point;
	const seen = await lookAtFolder(repository, await repository.head(), plan.folder);
	const others = plan.steps.filter(
		({ target, after }) => (seen.files.get(target.slice(plan.folder.length + 1)) ?? null) !== after,
	);
	if (others.length > 0)
		throw new GraftError(
			"refused",
			`Somebody changed ${others.map(({ target }) => target).join(", ")} in ${repository.label} since.`,
			{ hint: "The repository's history has what stood there before." },
		);
	const { id } = plan.extension;
	await pushCommit({ ...input, seen, message: `Roll back ${id}`, changes: files });
}

/** Such as a link, or another repository within this one. */
function noFile(label: string, target: string): GraftError {
	return new GraftError("refused", `${target} in ${label} is no file; nothing was touched.`, {
		hint: "Take it away in the repository first.",
	});
}
