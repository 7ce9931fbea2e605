import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { ManagedRow } from "@graft/database/quick-look";
import type { ActiveBy } from "../links/activations.ts";
import type { ServerState } from "./server-state.ts";

/** One line of the list. */
export interface ExtensionSummary {
	readonly id: string;
	readonly platform: string;
	readonly name: string;
	readonly version: string;
	readonly description: string;
	/** By the database of its system, where that is linked. */
	readonly active: boolean;
	readonly activeBy: ActiveBy;
	/** null where its folder came by hand. */
	readonly importedAt: Date | null;
	readonly sha256: string | null;
	/** How many of its archives are kept. */
	readonly versions: number;
	readonly problems: readonly Problem[];
	/** Where it was last seen. */
	readonly servers: readonly ServerSeen[];
	/** False where its folder came by hand and was not adopted yet. */
	readonly managed: boolean;
}

export interface ServerSeen {
	readonly server: string;
	readonly state: ServerState;
	readonly version: string;
	readonly seenAt: Date;
}

export function summaryOf(
	named: Pick<Extension, "platform" | "id" | "name" | "version" | "description">,
	row: ManagedRow | null,
	known: Pick<ExtensionSummary, "active" | "activeBy" | "versions" | "problems" | "servers">,
): ExtensionSummary {
	const { platform, id, name, version, description } = named;
	return {
		id,
		platform,
		name,
		version,
		description,
		importedAt: row?.archive.importedAt ?? null,
		sha256: row?.archiveSha256 ?? null,
		...known,
		managed: row !== null,
	};
}
