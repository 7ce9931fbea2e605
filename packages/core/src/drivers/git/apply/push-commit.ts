import { GraftError } from "../../../domain/errors.ts";
import type { NewFile, Repository } from "../../../repositories/repository.ts";
import type { SeenFolder } from "../plan/look.ts";

export interface CommitToPush {
	readonly repository: Repository;
	/** What it is made upon. */
	readonly seen: Pick<SeenFolder, "head">;
	readonly message: string;
	readonly changes: ReadonlyMap<string, NewFile | null>;
	readonly actor: string;
	readonly clock: () => Date;
}

/** One commit upon what was seen: where somebody else was faster, or the repository refuses it, nothing is changed. */
export async function pushCommit(given: CommitToPush): Promise<void> {
	const { repository, seen, message, changes, actor, clock } = given;
	const { label } = repository;
	const { head } = seen;
	const commit = await repository.commit(head, {
		...{ message: `${message}\n\nBy Graft, for ${actor}.\n`, author: `${actor} (Graft)` },
		...{ at: clock(), changes },
	});
	const pushed = await repository.push(head.branch, commit);
	if (pushed.state === "moved-on")
		throw new GraftError(
			"refused",
			`Somebody else pushed to ${head.branch} of ${label} in the meantime; nothing was touched.`,
			{ hint: "Make the plan again, look at it, and apply that one." },
		);
	if (pushed.state === "refused")
		throw new GraftError(
			"refused",
			`${label} does not take the commit: ${pushed.words}. Nothing was touched.`,
			{ hint: `Ask whoever runs the repository what ${head.branch} accepts, and from whom.` },
		);
}
