import type { PlatformId } from "./extension.ts";
import type { Problem } from "./problem.ts";

/** `present`: the extension's folder as this version wants it. `absent`: nothing of it is left. */
export type RepositoryGoal = "present" | "absent";

/** One file of the commit that is pushed. */
export interface RepositoryStep {
	readonly kind: "put-file" | "remove-file";
	/** From the top of the repository. */
	readonly target: string;
	readonly why: string;
	/** What is there now, as git names it; null for nothing. */
	readonly before: string | null;
	/** The same of what will be; null for nothing. */
	readonly after: string | null;
}

/** What one commit would do to a repository that somebody else owns. No steps: it is as it should be. */
export interface RepositoryPlan {
	readonly format: 1;
	readonly goal: RepositoryGoal;
	readonly platform: PlatformId;
	readonly extension: { readonly id: string; readonly version: string };
	/** Its URL without what is secret in it. */
	readonly repository: string;
	readonly branch: string;
	readonly folder: string;
	readonly steps: readonly RepositoryStep[];
	/** Errors, and warnings that nobody has accepted yet: where there is one, nothing is applied. */
	readonly problems: readonly Problem[];
	readonly notes: readonly string[];
	/** sha256 over all of the above but `problems`. What others change elsewhere in the repository is no other plan. */
	readonly hash: string;
}
