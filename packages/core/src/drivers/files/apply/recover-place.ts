import type { Site } from "./site.ts";
import { type Holder, withLock } from "./with-lock.ts";

/** Puts in order what an interrupted operation left at a place, and nothing else. False where there was nothing. */
export async function recoverPlace(input: Holder & Site): Promise<boolean> {
	if (!(await input.connection.lstat(input.place.workFolder))) return false;
	return withLock(input, input, async () => ({ done: true }));
}
