import type { Extension } from "@graft/core/domain/extension";
import type { Context } from "../context.ts";
import { readFolders } from "./read-folders.ts";

/**
 * Every extension that is in its place, managed or come by hand: whose tables, sections and names are taken. Without what
 * each has for agents, which can be thousands of files: all of this is handed to a worker, time and again.
 */
export async function neighbours(ctx: Context): Promise<Extension[]> {
	const folders = await readFolders(ctx);
	return folders.flatMap(({ folder, reading }) =>
		reading.extension?.id === folder ? [withoutAgents(reading.extension)] : [],
	);
}

const withoutAgents = (extension: Extension): Extension => ({
	...extension,
	parts: { ...extension.parts, agents: { windows: [], unix: [] } },
});
