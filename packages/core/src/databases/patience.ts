export interface Patience {
	/** How long to wait for the server to answer a new connection. */
	readonly connectMs: number;
	/** How long it may stay silent over one statement, before the connection counts as lost. */
	readonly answerMs: number;
}

export const usualPatience: Patience = { connectMs: 10_000, answerMs: 60_000 };
