import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { RunStatement } from "../../../domain/database-plan.ts";

/** Without parameters it goes as it is: a `?` in a comment stands for nothing. Gives how many rows it changed. */
export async function send(
	connection: DatabaseConnection,
	{ statement, parameters }: Pick<RunStatement, "statement" | "parameters">,
): Promise<number> {
	const isPlain = parameters.length === 0;
	const { affected } = await connection.execute(statement, isPlain ? undefined : parameters);
	return affected;
}
