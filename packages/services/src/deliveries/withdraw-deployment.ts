import { countOf } from "@graft/core/domain/counts";
import type { Withdrawn } from "@graft/core/platforms/delivery";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { runOperation } from "../running/run-operation.ts";
import { downloads, machineNames } from "./deployment-input.ts";
import {
	changeByDelivery,
	deliveringPlatform,
	lookByDelivery,
	requireDelivered,
} from "./with-delivery.ts";

export const withdrawDeploymentInput = z.strictObject({
	id: extensionId,
	machines: machineNames,
	/** The packages of this version alone. */
	version: z.string().max(255).optional(),
	/** Packages that nobody has then go altogether: rows and files. */
	purge: z.boolean().default(false),
	...downloads,
});

export type WithdrawnDeployment = Withdrawn;

/** What withdrawing would do; writes nothing. */
export async function previewWithdrawal({
	ctx,
	input,
}: Call<typeof withdrawDeploymentInput>): Promise<WithdrawnDeployment> {
	const { id, server, ...wish } = parseInput(withdrawDeploymentInput, input);
	const platform = await deliveringPlatform(ctx, id);
	return lookByDelivery(ctx, { platform, server }, async (lent) => {
		if (!wish.purge) await requireDelivered(ctx, lent, id);
		return lent.delivery.withdraw(lent.tools, { extensionId: id, ...wish, dryRun: true });
	});
}

/**
 * Takes the packages of an extension back from machines that have not installed them yet. What they have installed stays;
 * with `purge`, nothing of the packages is left in the system and in the folder of packages.
 */
export async function withdrawDeployment({
	ctx,
	input,
}: Call<typeof withdrawDeploymentInput>): Promise<WithdrawnDeployment> {
	await requireAdministrator(ctx, "withdraw a deployment");
	const { id, server, ...wish } = parseInput(withdrawDeploymentInput, input);
	const platform = await deliveringPlatform(ctx, id);
	return runOperation(ctx, { kind: "withdraw", extensionId: id }, async (operation) => {
		const result = await changeByDelivery(
			ctx,
			{ platform, server },
			operation,
			({ delivery, tools }) =>
				delivery.withdraw(tools, { extensionId: id, ...wish, dryRun: false }),
		);
		const { withdrawn, purged } = result;
		const machines = countOf(withdrawn, "machine");
		const summary = takesNothing(result)
			? null
			: `It was withdrawn from ${machines}, and ${countOf(purged.length, "package")} ${purged.length === 1 ? "was" : "were"} purged.`;
		return { result, summary, writes: [], elsewhere: summary !== null };
	});
}

/** Nothing of it is left for anybody. */
export function takesNothing({ withdrawn, installed, purged }: WithdrawnDeployment): boolean {
	return withdrawn + installed + purged.length === 0;
}
