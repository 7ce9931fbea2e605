import { oneLine } from "./one-line.ts";

const most = 5;

/** What lies in a folder and is not packed. */
export function leftOutLines(paths: readonly string[]): string[] {
	if (paths.length === 0) return [];
	const named = paths.slice(0, most).map(oneLine).join(", ");
	const more = paths.length > most ? ` and ${paths.length - most} more` : "";
	return [`Left out, as no part of an extension: ${named}${more}.`];
}
