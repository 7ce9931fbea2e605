import type { PlatformId } from "./extension.ts";
import type { Problem } from "./problem.ts";

/** What the members of a group run, as the API of their system keeps it. */
export interface Binding {
	/** By its name. */
	readonly group: string;
	/** Of a folder or a file, as the system writes it. */
	readonly path: string;
}

/** One row that is made, or taken away. */
export interface BindingStep extends Binding {
	readonly kind: "bind" | "unbind";
	/** Both, for people. */
	readonly target: string;
	readonly why: string;
}

/** `exactly`: what stood there at some time, and nothing else of the extension. */
export type BindingGoal = "present" | "absent" | "exactly";

/** What would change in the API of a system. No steps: it is as it should be. */
export interface BindingPlan {
	readonly format: 1;
	readonly goal: BindingGoal;
	readonly platform: PlatformId;
	readonly extension: { readonly id: string; readonly version: string };
	/** Its URL without what is secret in it. */
	readonly api: string;
	readonly steps: readonly BindingStep[];
	readonly problems: readonly Problem[];
	readonly notes: readonly string[];
	/** sha256 over all of the above but `problems`. What others change elsewhere there is no other plan. */
	readonly hash: string;
}
