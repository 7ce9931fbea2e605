import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Lease as LeaseRow } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import type { HeldLease } from "../context/held-lease.ts";
import { giveBackLease, isGone } from "./given-up.ts";
import { processText, thisProcess } from "./process-identity.ts";
import { settleDeadOperations } from "./settle-dead-operations.ts";

/** Longer than any change of folders takes; who waits for a server is told so. */
const patienceMs = 10_000;
const beatEveryMs = 5_000;

/**
 * Does `work` while nobody else works on the extension: neither this process nor another one. Work within it that asks
 * for the same goes on at once. Throws GraftError "refused" where somebody else does, saying who and since when.
 */
export async function withLease<T>(
	ctx: Context,
	asked: { readonly extensionId: string; readonly kind: string },
	work: (held: Context) => Promise<T>,
): Promise<T> {
	const { leases = [] } = ctx;
	if (leases.some(({ extensionId }) => extensionId === asked.extensionId)) return work(ctx);
	const row = await take(ctx, asked.extensionId, asked.kind);
	const beating = setInterval(() => void beat(ctx, row).catch(() => undefined), beatEveryMs);
	beating.unref();
	try {
		await settleDeadOperations(ctx);
		return await work({ ...ctx, leases: [...leases, leaseOf(ctx, row)] });
	} finally {
		clearInterval(beating);
		// One that could not be given back is given up with this process, or after its silence.
		await retryBusy(() => giveBackLease(ctx, row)).catch(() => undefined);
	}
}

function leaseOf(ctx: Context, row: LeaseRow): HeldLease {
	const { extensionId, holder } = row;
	const where = { extensionId, holder };
	return {
		extensionId,
		renew: () => ctx.database.lease.update({ where, data: { beatAt: ctx.clock() } }),
		isHeld: async () => (await ctx.database.lease.count({ where })) === 1,
	};
}

function beat({ database, clock }: Context, { extensionId, holder }: LeaseRow): Promise<unknown> {
	const where = { extensionId, holder };
	return database.lease.updateMany({ where, data: { beatAt: clock() } });
}

async function take(ctx: Context, extensionId: string, kind: string): Promise<LeaseRow> {
	const { database, actor, clock } = ctx;
	const deadline = performance.now() + patienceMs;
	let hasTold = false;
	for (;;) {
		const other = await database.lease.findUnique({ where: { extensionId } });
		if (other === null) {
			const owner = { holder: randomUUID(), actor: actor.name, process: thisProcess() };
			const data = { extensionId, kind, ...owner, since: clock(), beatAt: clock() };
			const taken = await retryBusy(() => database.lease.create({ data })).catch(unlessTaken);
			if (taken !== undefined) return taken;
			continue;
		}
		if (isGone(ctx, other)) await settleDeadOperations(ctx);
		else if (performance.now() > deadline) throw inUse(ctx, other);
		else if (!hasTold) {
			hasTold = true;
			ctx.report({ kind: "note", text: `${whoWorks(other)} Waiting for it.` });
		}
		await pause(50);
	}
}

function unlessTaken(error: unknown): undefined {
	if (error instanceof Error && "code" in error && error.code === "P2002") return;
	throw error;
}

function inUse({ clock }: Context, row: LeaseRow): GraftError {
	const silence = Math.max(0, Math.round((clock().getTime() - row.beatAt.getTime()) / 1_000));
	return new GraftError(
		"refused",
		`${whoWorks(row)} Its last sign of life came ${silence} s ago.`,
		{
			hint: "Wait until it has ended, check the status, and try again. If that process hangs, end it: what it left is put in order then.",
		},
	);
}

function whoWorks({ extensionId, kind, actor, process, since }: LeaseRow): string {
	return `${extensionId} is being worked on: ${kind} by ${actor} since ${since.toISOString()} (${processText(process)}).`;
}
