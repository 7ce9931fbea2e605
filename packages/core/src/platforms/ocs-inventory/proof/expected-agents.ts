import type { ExtensionParts } from "../../../domain/extension.ts";

/**
 * A condition over `hardware`: machines whose agents run one of these parts. OCS knows their kind by the name of the
 * operating system alone; Android's agent takes no parts, and a machine without a name of its system had no agent.
 */
export function expectedAgents({ windows, unix }: ExtensionParts["agents"]): string {
	const conditions = [
		...(windows.length > 0 ? [isWindows] : []),
		...(unix.length > 0 ? [isUnix] : []),
	];
	return conditions.length === 0 ? "FALSE" : `(${conditions.join(" OR ")})`;
}

const isWindows = "LOWER(OSNAME) LIKE '%windows%'";

const isUnix = `(OSNAME <> '' AND NOT ${isWindows} AND LOWER(OSNAME) NOT LIKE '%android%')`;
