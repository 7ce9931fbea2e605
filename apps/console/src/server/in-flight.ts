import { defaultLimits } from "@graft/core/archive/limits";
import { Slab } from "./slab.ts";

interface InFlight {
	readonly slab: Slab;
	/** Uploads that wait, by the id that their page gave them. */
	readonly waiting: Set<string>;
}

const key = Symbol.for("graft.console.in-flight");
const shared = globalThis as { [key]?: InFlight };

/** Of all uploads of the process together: the largest one, or many small ones. */
function inFlight(): InFlight {
	shared[key] ??= { slab: new Slab(defaultLimits.archiveBytes), waiting: new Set() };
	return shared[key];
}

/** Gives `work` memory for an archive of so many bytes, which it has no longer than it lasts; waits for room first. */
export async function inTurn<T>(
	bytes: number,
	id: string,
	work: (memory: Uint8Array) => Promise<T>,
): Promise<T> {
	const { slab, waiting } = inFlight();
	const lent = await slab.lend(bytes, () => waiting.add(id)).finally(() => waiting.delete(id));
	try {
		return await work(lent.bytes);
	} finally {
		lent.giveBack();
	}
}

export function isWaiting(id: string): boolean {
	return inFlight().waiting.has(id);
}
