import type { Operation, Prisma } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import type { Dead, OperationQueue, Taken } from "../context/operation-queue.ts";
import { rowOf } from "./ending.ts";
import { isDead } from "./given-up.ts";

/** The queue in Graft's own database: an operation's row is its place in it. */
export function sqliteQueue(ctx: Pick<Context, "database" | "clock">): OperationQueue {
	const { database, clock } = ctx;
	/** One statement each, so that of several processes at once one changes it. */
	const change = async (
		where: Prisma.OperationWhereInput,
		data: Prisma.OperationUncheckedUpdateManyInput,
	): Promise<boolean> =>
		(await retryBusy(() => database.operation.updateMany({ where, data }))).count === 1;
	const isHeld = async (where: Prisma.OperationWhereInput): Promise<boolean> =>
		(await database.operation.count({ where })) === 1;

	return {
		async enqueue({ input, ...asked }, runner) {
			const now = clock();
			const held = { state: "running", process: runner ?? "", beatAt: now, attempts: 1 };
			const waiting = { state: "queued", process: "", queuedAt: now };
			const data = {
				...{ ...asked, input: input as Prisma.InputJsonValue },
				...{ startedAt: now, leased: false, ...(runner === undefined ? waiting : held) },
			};
			await retryBusy(() => database.operation.create({ data }));
		},
		async begin(part, runner) {
			const now = clock();
			const data = { ...part, state: "running", startedAt: now, process: runner, beatAt: now };
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
		async finish(id, runner, ending, writes = []) {
			const where = { id, process: runner, state: "running" };
			const { operation } = database;
			// Each fails where it finds nothing, and the others with it.
			const end = () =>
				ending === null
					? operation.delete({ where })
					: operation.update({ where, data: rowOf(ending, clock()) });
			try {
				await retryBusy(() => database.$transaction([end(), ...writes]));
				return true;
			} catch (error) {
				if (await isHeld(where)) throw error;
				return false;
			}
		},
		async cancel(id, by, ending) {
			const wish = { cancelAskedAt: clock(), cancelAskedBy: by };
			const waiting = { id, state: "queued", attempts: 0 };
			if (await change(waiting, { ...wish, ...rowOf(ending, clock()) })) return "ended";
			const open = { id, state: { in: ["queued", "running"] }, cancelAskedAt: null };
			return (await change(open, wish)) ? "asked" : null;
		},
		async dead() {
			const running = await database.operation.findMany({ where: { state: "running" } });
			// Later than the operations: one that has ended meanwhile has no lease any more, and cannot be taken over either.
			const leases = await database.lease.findMany();
			return running
				.filter((row) => isDead(ctx, row, leases))
				.map(deadOf)
				.toSorted((one, other) => Number(one.isWhole) - Number(other.isWhole));
		},
		takeOver(id, from, runner) {
			const where = { id, process: from, state: "running" };
			return change(where, { process: runner, beatAt: clock() });
		},
		release(id, runner) {
			const where = { id, process: runner, state: "running" };
			return change(where, { state: "queued", process: "", queuedAt: clock(), leased: false });
		},
	};
}

function takenOf(row: Operation): Taken {
	const { id, extensionId, actor, personId, input, sealedSecrets, undoOf } = row;
	const { attempts, cancelAskedAt } = row;
	return {
		...{ id, extensionId, actor, personId, input, sealedSecrets, undoOf },
		kind: row.kind as OperationKind,
		attempt: attempts,
		cancelAsked: cancelAskedAt !== null,
	};
}

function deadOf({ id, kind, process, attempts, input, parentId }: Operation): Dead {
	return {
		...{ id, parentId, kind: kind as OperationKind, runner: process },
		...{ attempt: attempts, isWhole: input !== null },
	};
}
