/** What node is given, and what is added to its environment. */
export function serveConsole(
	host: string,
	port: number,
): { args: readonly string[]; env: Readonly<Record<string, string>> };
