import { recoverDatabase } from "@graft/core/drivers/sql/apply/recover-database";
import { linkKinds } from "@graft/core/platforms/places";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { whereLinked } from "../links/with-link.ts";

export const recoverTablesInput = z.strictObject({});

/**
 * Puts in order what an operation that was cut off left in the databases that are linked, so that a plan that is made next
 * is not one for half of it. Throws GraftError "refused" where somebody is at work there.
 */
export async function recoverTables({
	ctx,
	input,
}: Call<typeof recoverTablesInput>): Promise<{ readonly recovered: boolean }> {
	await requireAdministrator(ctx, "put databases in order");
	parseInput(recoverTablesInput, input);
	const { report } = ctx;
	let recovered = false;
	for (const kind of linkKinds.filter((each) => each.kind === "database"))
		await whereLinked(ctx, kind, async (connection) => {
			if (connection !== null && (await recoverDatabase({ connection, report }))) recovered = true;
		});
	return { recovered };
}
