import { defaultLimits } from "@graft/core/archive/limits";
import { Turns } from "@graft/services/tasks/turns";

interface InFlight {
	readonly turns: Turns;
	/** Uploads that wait, by the id that their page gave them. */
	readonly waiting: Set<string>;
}

const key = Symbol.for("graft.console.in-flight");
const shared = globalThis as { [key]?: InFlight };

/** Of all uploads of the process together: the largest one, or many small ones. */
function inFlight(): InFlight {
	shared[key] ??= { turns: new Turns(defaultLimits.archiveBytes), waiting: new Set() };
	return shared[key];
}

/** Holds archives of `bytes` in memory while `work` lasts; waits for room first. */
export async function inTurn<T>(bytes: number, id: string, work: () => Promise<T>): Promise<T> {
	const { turns, waiting } = inFlight();
	const leave = await turns.take(bytes, () => waiting.add(id)).finally(() => waiting.delete(id));
	try {
		return await work();
	} finally {
		leave();
	}
}

export function isWaiting(id: string): boolean {
	return inFlight().waiting.has(id);
}
