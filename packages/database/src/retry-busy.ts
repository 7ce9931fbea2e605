import { setTimeout as pause } from "node:timers/promises";

const attempts = 6;

/**
 * Runs a short write again where another process held the database for longer than SQLite waits by itself.
 * The work must be safe to repeat: one statement, or one transaction.
 */
export async function retryBusy<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await work();
		} catch (error) {
			if (attempt === attempts || !isBusy(error)) throw error;
			await pause(20 * 2 ** attempt * (0.5 + Math.random()));
		}
	}
}

/** P1008 is what Prisma makes of SQLITE_BUSY, and P2010 in SQL of ours; the driver itself says it by name. */
export function isBusy(error: unknown): boolean {
	const code = error instanceof Error && "code" in error ? String(error.code) : "";
	if (code === "P2010") return (error as Error).message.includes("`SQLITE_BUSY");
	return code === "P1008" || code.startsWith("SQLITE_BUSY");
}
