import type { Operation, Prisma } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import { endWrite } from "../running/ending.ts";
import { isDead } from "../running/given-up.ts";
import type { OperationQueue, Taken } from "./queue.ts";

/** The queue in Graft's own database: an operation's row is its place in it. */
export function sqliteQueue(ctx: Pick<Context, "database" | "clock">): OperationQueue {
	const { database, clock } = ctx;
	return {
		async enqueue({ id, kind, extensionId, actor, input, sealedSecrets, undoOf }, runner) {
			const now = clock();
			const held = { state: "running", process: runner ?? "", beatAt: now, attempts: 1 };
			const waiting = { state: "queued", process: "", queuedAt: now };
			const data = {
				...{
					id,
					kind,
					extensionId,
					actor,
					undoOf,
					sealedSecrets,
					input: input as Prisma.InputJsonValue,
				},
				...{ startedAt: now, leased: false, ...(runner === undefined ? waiting : held) },
			};
			await retryBusy(() => database.operation.create({ data }));
		},
		async take(runner, { leftOnly } = { leftOnly: false }) {
			const now = clock();
			const fewest = leftOnly ? 1 : 0;
			// One statement: of two runners that ask at once, one gets it.
			const [row] = await retryBusy(
				() => database.$queryRaw<{ id: string }[]>`
					UPDATE Operation SET state = 'running', process = ${runner}, startedAt = ${now}, beatAt = ${now},
						attempts = attempts + 1
					WHERE id = (
						SELECT o.id FROM Operation o WHERE o.state = 'queued' AND o.attempts >= ${fewest}
						AND NOT EXISTS (SELECT 1 FROM Lease l WHERE l.extensionId = o.extensionId)
						AND NOT EXISTS (SELECT 1 FROM Operation r
							WHERE r.state = 'running' AND r.extensionId = o.extensionId AND r.extensionId <> '')
						ORDER BY o.queuedAt, o.id LIMIT 1)
					RETURNING id`,
			);
			if (row === undefined) return null;
			return takenOf(await database.operation.findUniqueOrThrow({ where: { id: row.id } }));
		},
		async heartbeat(id, runner) {
			const where = { id, process: runner, state: "running" };
			const data = { beatAt: clock() };
			const { count } = await database.operation.updateMany({ where, data });
			if (count === 0) return { held: false, cancelAsked: false };
			const row = await database.operation.findUnique({ where: { id } });
			return { held: true, cancelAsked: row?.cancelAskedAt != null };
		},
		async finish(id, runner, ending) {
			const { count } = await retryBusy(() => endWrite(ctx, id, runner, ending));
			return count === 1;
		},
		async dead() {
			const running = await database.operation.findMany({ where: { state: "running" } });
			const leases = await database.lease.findMany();
			return running
				.filter((row) => row.input !== null && isDead(ctx, row, leases))
				.map((row) => ({ ...takenOf(row), runner: row.process }));
		},
		async release(id, from) {
			const where = { id, process: from, state: "running" };
			const data = { state: "queued", process: "", queuedAt: clock(), leased: false };
			const { count } = await retryBusy(() => database.operation.updateMany({ where, data }));
			return count === 1;
		},
	};
}

function takenOf(row: Operation): Taken {
	const { id, extensionId, actor, input, sealedSecrets, undoOf, attempts, cancelAskedAt } = row;
	return {
		...{ id, extensionId, actor, input, sealedSecrets, undoOf },
		kind: row.kind as OperationKind,
		attempt: attempts,
		cancelAsked: cancelAskedAt !== null,
	};
}
