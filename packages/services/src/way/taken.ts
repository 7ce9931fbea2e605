import type { ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";

/** What was done at one place of the way up, and how it is taken back. */
export interface Taken {
	/** For people; null where nothing had to be changed. */
	readonly what: string | null;
	/**
	 * Everything there as it was; gives what stays all the same, in words. What was accepted for the way there, or before
	 * it, is not asked for again. `former`: the version that was replaced here, which is here again by then.
	 */
	readonly rollBack: (ctx: Context, former: ManagedRow | null) => Promise<readonly string[]>;
}
