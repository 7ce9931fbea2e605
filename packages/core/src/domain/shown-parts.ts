import { type Beginning, beginningOf } from "./beginning.ts";
import type { AgentFile, ExtensionParts } from "./extension.ts";

type ServerFile = ExtensionParts["server"]["files"][number];

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
	readonly server: { readonly files: Beginning<ServerFile>; readonly sections: Beginning<string> };
	readonly agents: { readonly windows: ShownAgentFiles; readonly unix: ShownAgentFiles };
}

export function shownParts({ database, server, agents }: ExtensionParts): ShownParts {
	return {
		database: {
			install: beginningOf(database.install),
			remove: beginningOf(database.remove),
			tables: beginningOf(database.tables),
		},
		server: { files: beginningOf(server.files), sections: beginningOf(server.sections) },
		agents: { windows: shownAgentFiles(agents.windows), unix: shownAgentFiles(agents.unix) },
	};
}

function shownAgentFiles(files: readonly AgentFile[]): ShownAgentFiles {
	return { ...beginningOf(files), chosen: files.filter(({ chosen }) => chosen).length };
}
