import type { ExtensionSummary } from "@graft/services/catalogue/extension-summary";
import { activityOf } from "../../../components/activity.ts";
import type { Tone } from "../../../components/fact.tsx";
import { summariseServers } from "../../../components/server-states.ts";

interface Told {
	readonly text: string;
	readonly tone: Tone;
}

/** What the list shows of an extension: all servers and problems of each would be sent for a word about them. */
export interface ExtensionRow
	extends Pick<
		ExtensionSummary,
		"id" | "name" | "platform" | "description" | "version" | "versions" | "managed"
	> {
	readonly activity: Told;
	readonly servers: Told;
	/** Problems that ask for somebody: notes do not. */
	readonly grave: number;
	/** What keeps it from being used at all. */
	readonly errors: readonly { readonly message: string; readonly hint: string }[];
}

export function rowOf(extension: ExtensionSummary): ExtensionRow {
	const { id, name, platform, description, version, versions, managed, problems } = extension;
	return {
		...{ id, name, platform, description, version, versions, managed },
		activity: activityOf(extension),
		servers: summariseServers(extension.servers),
		grave: problems.filter(({ severity }) => severity !== "info").length,
		errors: problems
			.filter(({ severity }) => severity === "error")
			.map(({ message, hint }) => ({ message, hint })),
	};
}
