import type { Lease, Operation } from "@graft/database/generated/client";
import type { Context } from "../context/context.ts";
import { isAlive } from "./process-identity.ts";

/** Of a process that was stopped, or runs where nobody can look for it: it beats every few seconds. */
const silentAfterMs = 2 * 60 * 1000;

/** Its process has ended, or gave no sign of life for long. */
export function isGone(
	{ clock }: Pick<Context, "clock">,
	{ process, beatAt }: Pick<Lease, "process" | "beatAt">,
): boolean {
	return isAlive(process) === false || clock().getTime() - beatAt.getTime() > silentAfterMs;
}

/** Where its process cannot be looked for, an operation lives as long as it, or the lease under which it runs, beats. */
export function isDead(
	ctx: Pick<Context, "clock">,
	{ process, extensionId, beatAt }: Pick<Operation, "process" | "extensionId" | "beatAt">,
	leases: readonly Lease[],
): boolean {
	const alive = isAlive(process);
	if (alive !== undefined) return !alive;
	if (beatAt !== null && !isGone(ctx, { process, beatAt })) return false;
	const lease = leases.find((each) => each.extensionId === extensionId && each.process === process);
	return lease === undefined || isGone(ctx, lease);
}

/** Not while an operation on the extension stands as running: whoever comes next settles that one first. */
export function giveBackLease(
	{ database }: Pick<Context, "database">,
	{ extensionId, holder }: Pick<Lease, "extensionId" | "holder">,
): Promise<number> {
	return database.$executeRaw`
		DELETE FROM Lease WHERE extensionId = ${extensionId} AND holder = ${holder} AND NOT EXISTS
			(SELECT 1 FROM Operation o WHERE o.extensionId = ${extensionId} AND o.state = 'running' AND o.leased)`;
}
