import type { ActiveBy } from "@graft/services/links/activations";
import type { Tone } from "./fact.tsx";

const active = {
	system: { text: "Active", tone: "good" },
	memory: { text: "Active when last asked", tone: "plain" },
	graft: { text: "Active in Graft", tone: "plain" },
} as const;

/** Good news only where the system that it extends says so itself. */
export function activityOf(extension: { readonly active: boolean; readonly activeBy: ActiveBy }): {
	readonly text: string;
	readonly tone: Tone;
} {
	return extension.active ? active[extension.activeBy] : { text: "Not active", tone: "plain" };
}
