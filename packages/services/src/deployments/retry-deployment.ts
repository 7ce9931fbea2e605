import { countOf } from "@graft/core/domain/counts";
import { countAssigned } from "@graft/core/platforms/ocs-inventory/deployment/assignments";
import { inTransaction } from "@graft/core/platforms/ocs-inventory/deployment/in-transaction";
import { isError } from "@graft/core/platforms/ocs-inventory/deployment/machine-state";
import { retryPackages } from "@graft/core/platforms/ocs-inventory/deployment/write-rows";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { extensionId } from "../input-parts.ts";
import { withDatabase } from "../ocs-database/with-database.ts";
import { runOperation } from "../operations/run-operation.ts";
import { requireAdministrator } from "../require-administrator.ts";
import { aloneIn } from "./alone-in.ts";
import { conditionsOfNames, machineNames } from "./machines-input.ts";
import { packagesOf } from "./packages-of.ts";

export const retryDeploymentInput = z.strictObject({ id: extensionId, machines: machineNames });

export interface RetriedDeployment {
	/** How many packages of machines are offered once more. */
	readonly retried: number;
}

/** How many would try again; writes nothing. */
export async function previewRetry({
	ctx,
	input,
}: Call<typeof retryDeploymentInput>): Promise<RetriedDeployment> {
	const { id, machines } = parseInput(retryDeploymentInput, input);
	return withDatabase(ctx, async (database) => {
		const conditions = await conditionsOfNames(database, machines);
		const packages = await packagesOf(ctx, database, id);
		return { retried: await countAssigned(database, packages, conditions, isError) };
	});
}

/** Offers a package once more to machines that reported an error: OCS itself never does. */
export async function retryDeployment({
	ctx,
	input,
}: Call<typeof retryDeploymentInput>): Promise<RetriedDeployment> {
	await requireAdministrator(ctx, "try a deployment again");
	const { id, machines } = parseInput(retryDeploymentInput, input);
	return runOperation(ctx, { kind: "retry", extensionId: id }, async () => {
		const retried = await withDatabase(ctx, (database) =>
			aloneIn(database, async () => {
				const conditions = await conditionsOfNames(database, machines);
				const packages = await packagesOf(ctx, database, id);
				return inTransaction(database, () => retryPackages(database, packages, conditions));
			}),
		);
		const summary =
			retried === 0 ? null : `It is offered once more to ${countOf(retried, "machine")}.`;
		return { result: { retried }, summary, writes: [], elsewhere: retried > 0 };
	});
}
