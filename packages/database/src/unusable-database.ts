/** The file or the URL is at fault, not the program: it cannot be opened, is no database, or is of another version. */
export class UnusableDatabase extends Error {
	override readonly name = "UnusableDatabase";
	/** What to do, where that is known. */
	readonly hint: string | undefined;

	constructor(message: string, { hint, ...options }: { hint?: string; cause?: unknown } = {}) {
		super(message, options);
		this.hint = hint;
	}
}

/** Says so of what SQLite itself reports; anything else stays as it is. */
export function asUnusable(error: unknown): unknown {
	if (!(error instanceof Error)) return error;
	const code = "code" in error ? String(error.code) : "";
	// The driver looks for the folder itself, and has no code for it.
	const noFolder = /directory does not exist/.test(error.message);
	if (!code.startsWith("SQLITE_") && !noFolder) return error;
	return new UnusableDatabase(error.message, { cause: error });
}
