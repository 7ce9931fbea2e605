import { GraftError } from "../domain/errors.ts";
import type { Connection } from "./connection.ts";

/**
 * Does `work` on a connection of its own, and once more on a new one where the first was lost on the way.
 * Only for work that can be done twice, such as reading: the installer goes on from its journal instead.
 */
export async function withRetry<T>(
	connect: () => Promise<Connection>,
	work: (connection: Connection) => Promise<T>,
): Promise<T> {
	const first = await connect();
	try {
		return await work(first);
	} catch (error) {
		if (!(error instanceof GraftError && error.kind === "unreachable")) throw error;
	} finally {
		await first.close();
	}
	const second = await connect();
	try {
		return await work(second);
	} finally {
		await second.close();
	}
}
