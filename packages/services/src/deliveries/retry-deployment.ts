import { countOf } from "@graft/core/domain/counts";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { runOperation } from "../running/run-operation.ts";
import { machineNames } from "./deployment-input.ts";
import {
	changeByDelivery,
	deliveringPlatform,
	lookByDelivery,
	requireDelivered,
} from "./with-delivery.ts";

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
	const platform = await deliveringPlatform(ctx, id);
	return lookByDelivery(ctx, { platform }, async (lent) => {
		await requireDelivered(ctx, lent, id);
		const asked = { extensionId: id, machines, dryRun: true };
		return { retried: await lent.delivery.retry(lent.tools.database, asked) };
	});
}

/** Offers a package once more to machines that reported an error: their system itself never does. */
export async function retryDeployment({
	ctx,
	input,
}: Call<typeof retryDeploymentInput>): Promise<RetriedDeployment> {
	await requireAdministrator(ctx, "try a deployment again");
	const { id, machines } = parseInput(retryDeploymentInput, input);
	const platform = await deliveringPlatform(ctx, id);
	return runOperation(ctx, { kind: "retry", extensionId: id }, async (operation) => {
		const retried = await changeByDelivery(ctx, { platform }, operation, async (lent) => {
			await requireDelivered(ctx, lent, id);
			const asked = { extensionId: id, machines, dryRun: false };
			return lent.delivery.retry(lent.tools.database, asked);
		});
		const summary =
			retried === 0 ? null : `It is offered once more to ${countOf(retried, "machine")}.`;
		return { result: { retried }, summary, writes: [], elsewhere: retried > 0 };
	});
}
