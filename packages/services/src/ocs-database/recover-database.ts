import { recoverDatabase as putInOrder } from "@graft/core/drivers/sql/apply/recover-database";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { linkId } from "./stored-link.ts";
import { whereLinked } from "./with-database.ts";

export const recoverDatabaseInput = z.strictObject({});

/**
 * Puts in order what an operation that was cut off left in OCS's database, so that a plan that is made next is not one
 * for half of it. Throws GraftError "refused" where somebody is at work there.
 */
export async function recoverDatabase({
	ctx,
	input,
}: Call<typeof recoverDatabaseInput>): Promise<{ readonly recovered: boolean }> {
	await requireAdministrator(ctx, "put OCS's database in order");
	parseInput(recoverDatabaseInput, input);
	const { report } = ctx;
	return whereLinked(ctx, linkId, async (connection) => ({
		recovered: connection !== null && (await putInOrder({ connection, report })),
	}));
}
