import { MessagePort } from "node:worker_threads";
import { Tinypool } from "tinypool";
import { answerOf } from "./answer.ts";
import { giveWay } from "./give-way.ts";
import { borrow, type LentConnection } from "./lent-connection.ts";
import { laneOf } from "./limits.ts";
import { ownBuffers } from "./own-buffers.ts";
import type { Tasks } from "./run-task.ts";
import { tasks } from "./tasks.ts";

/** What the pool sends: a task by its name, and its input. */
export interface Request {
	readonly name: keyof Tasks;
	readonly input: readonly unknown[];
}

/** Run by the pool in a thread of its own; bundled by build.mjs. */
export default function run({ name, input }: Request): Promise<unknown> {
	if (laneOf[name] === "brought") giveWay();
	return respond(tasks[name] as (...input: unknown[]) => unknown, input);
}

export async function respond(task: (...input: unknown[]) => unknown, input: readonly unknown[]) {
	const own = input.map((each) => (isLent(each) ? borrow(each) : each));
	const answer = await answerOf(() => task(...own));
	const lent = input.filter(isLent);
	for (const { port } of lent) port.close();
	// Its symbols have no types of their own.
	const moved = {
		[Tinypool.transferableSymbol]: ownBuffers(answer),
		[Tinypool.valueSymbol]: answer,
	};
	return Tinypool.move(moved as never);
}

function isLent(value: unknown): value is LentConnection {
	return typeof value === "object" && value !== null && "port" in value
		? value.port instanceof MessagePort
		: false;
}
