import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { GraftError } from "../../../domain/errors.ts";

/** Ten seconds for each statement: MariaDB counts in seconds, MySQL in thousandths, and each refuses the other's word. */
const LIMITS = [
	{ variable: "max_statement_time", value: 10 },
	{ variable: "max_execution_time", value: 10_000 },
] as const;

/** While `work` goes on, the server itself ends each statement of this session that takes too long. */
export async function withTimeLimit<Result>(
	connection: DatabaseConnection,
	work: () => Promise<Result>,
): Promise<Result> {
	for (const { variable, value } of LIMITS) {
		const [row = {}] = await connection.query(`SHOW SESSION VARIABLES LIKE '${variable}'`);
		if (row.Value === undefined) continue;
		await connection.execute(`SET SESSION ${variable} = ${value}`);
		try {
			return await work();
		} finally {
			await restore(connection, variable, Number(row.Value));
		}
	}
	return work();
}

/** A session that was lost needs no limit; why it was lost is what `work` says. */
async function restore(
	connection: DatabaseConnection,
	variable: string,
	value: number,
): Promise<void> {
	try {
		await connection.execute(`SET SESSION ${variable} = ${value}`);
	} catch (error) {
		if (!(error instanceof GraftError && error.kind === "unreachable")) throw error;
	}
}
