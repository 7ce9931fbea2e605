import type { Extension } from "../../../domain/extension.ts";
import type { Goal, Place, Receipt } from "../../../domain/plan.ts";
import type { ServerPart } from "../wanted.ts";
import type { Built } from "./built.ts";
import type { Observed } from "./observe.ts";
import type { Texts } from "./shared.ts";

/** What is wanted and what was seen: all that a plan is computed from. */
export interface PlanInput {
	readonly goal: Goal;
	readonly extension: Pick<Extension, "platform" | "id" | "version">;
	/** sha256 over all that it holds, where that is known. */
	readonly content?: string | null;
	readonly serverPart: ServerPart;
	readonly observed: Observed;
	/** Of shared files. */
	readonly texts: Texts;
	/** What was built here last. */
	readonly built: Built;
	/** Of all extensions at this place. */
	readonly receipts: readonly Receipt[];
	/** The connection's label. */
	readonly server: string;
	readonly place: Place;
	readonly notes: readonly string[];
	/** On the way out, reload also where nothing is there any more: it was taken off without. */
	readonly reloadPending: boolean;
}
