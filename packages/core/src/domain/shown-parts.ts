import { type Beginning, beginningOf } from "./beginning.ts";
import type { AgentFile, Description, Fact, ServerFile } from "./extension.ts";

export interface ShownAgentFiles extends Beginning<AgentFile> {
	/** How many of all are proposed. */
	readonly chosen: number;
}

/** What an extension has for each kind of place, as a page shows it. */
export interface ShownParts {
	readonly database: {
		readonly install: Beginning<string>;
		readonly remove: Beginning<string>;
		readonly tables: Beginning<string>;
	};
	readonly server: { readonly files: Beginning<ServerFile> };
	readonly agents: { readonly windows: ShownAgentFiles; readonly unix: ShownAgentFiles };
	readonly facts: readonly ShownFact[];
}

export type ShownFact = Omit<Fact, "values"> & { readonly values: Beginning<string> };

export function shownParts({ database, server, agents, facts }: Description): ShownParts {
	return {
		database: {
			install: beginningOf(database.install),
			remove: beginningOf(database.remove),
			tables: beginningOf(database.tables),
		},
		server: { files: beginningOf(server.files) },
		agents: { windows: shownAgentFiles(agents.windows), unix: shownAgentFiles(agents.unix) },
		facts: facts.map((fact) => ({ ...fact, values: beginningOf(fact.values) })),
	};
}

function shownAgentFiles(files: readonly AgentFile[]): ShownAgentFiles {
	return { ...beginningOf(files), chosen: files.filter(({ chosen }) => chosen).length };
}
