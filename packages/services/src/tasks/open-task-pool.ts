import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { projectFolder } from "@graft/database/project-folder";
import { Tinypool } from "tinypool";
import { type Answer, resultOf } from "./answer.ts";
import { Deadline } from "./deadline.ts";
import { type LentConnection, lend } from "./lent-connection.ts";
import { laneOf, lanes, type TaskLimits, taskLimits, youngMiB } from "./limits.ts";
import { overLimit } from "./over-limit.ts";
import type { RunTask } from "./run-task.ts";
import { shareBytes } from "./share-bytes.ts";
import { Turns } from "./turns.ts";
import type { Request } from "./worker.ts";

export interface TaskPool {
	readonly runTask: RunTask;
	/** Ends what still runs. */
	readonly close: () => Promise<void>;
}

/** Made by build.mjs. */
const builtWorker = () => join(projectFolder(), "packages/services/dist/worker.mjs");

/**
 * Workers for a process that serves several people: a task that takes too long or too much is ended with its worker,
 * and the next one gets a new one.
 */
export function openTaskPool(
	worker: string = builtWorker(),
	limits: TaskLimits = taskLimits,
): TaskPool {
	const open = (minThreads: number, maxThreads: number) => {
		const { memoryMiB } = limits;
		const pool = new Tinypool({
			...{ filename: worker, minThreads, maxThreads, maxQueue: maxThreads },
			...{ idleTimeout: 60_000, useAtomics: false },
			resourceLimits: { maxOldGenerationSizeMb: memoryMiB, maxYoungGenerationSizeMb: youngMiB },
		});
		// Of a worker without a task: it is replaced, and nobody waits for it.
		pool.on("error", (error: unknown) => console.error(error));
		return pool;
	};
	// Pages wait for `ours`, where one is kept ready; a worker that gave way for a brought archive is never one of them.
	const ours = open(1, lanes.here + lanes.folders);
	const pools = { brought: open(0, lanes.brought), here: ours, folders: ours };
	const turns = {
		brought: new Turns(lanes.brought),
		here: new Turns(lanes.here),
		folders: new Turns(lanes.folders),
	};

	const runTask: RunTask = async (name, ...input) => {
		const lane = laneOf[name];
		const leave = await turns[lane].take();
		const deadline = new Deadline(limits.deadlineMs);
		const ports: MessagePort[] = [];
		try {
			const sent: unknown[] = [];
			const transferList: MessagePort[] = [];
			for (const each of input as readonly unknown[]) {
				if (isConnection(each)) {
					const { port1, port2 } = new MessageChannel();
					ports.push(port1);
					transferList.push(port2);
					lend(each, port1, (waits) => (waits ? deadline.pause() : deadline.resume()));
					sent.push({ port: port2, label: each.label } satisfies LentConnection);
				} else sent.push(each instanceof Uint8Array ? await shareBytes(each) : each);
			}
			const request: Request = { name, input: sent };
			const answer = await pools[lane].run(request, { transferList, signal: deadline.signal });
			return resultOf(answer as Answer) as never;
		} catch (error) {
			throw overLimit(error, limits, name, input) ?? error;
		} finally {
			deadline.pause();
			for (const port of ports) port.close();
			leave();
		}
	};
	return {
		runTask,
		close: async () => void (await Promise.all([ours.destroy(), pools.brought.destroy()])),
	};
}

function isConnection(value: unknown): value is DatabaseConnection {
	return typeof value === "object" && value !== null && "query" in value;
}
