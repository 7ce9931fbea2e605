export interface Patience {
	/** How long to wait for the server to answer a new connection. */
	readonly connectMs: number;
	/** How long it may stay silent over one look, before the connection counts as lost. */
	readonly answerMs: number;
}

/** The same for a change: over a table of many millions of rows it takes hours. */
export const changeMs = 12 * 3_600_000;

export const usualPatience: Patience = { connectMs: 10_000, answerMs: 60_000 };
