import type { Connection } from "../connections/connection.ts";
import type { Place } from "../domain/plan.ts";
import type { Progress } from "../domain/progress.ts";
import { type Holder, withLock } from "./with-lock.ts";

/** Puts in order what an interrupted operation left at a place, and nothing else. False where there was nothing. */
export async function recoverPlace(
	input: Holder & {
		readonly connection: Connection;
		readonly place: Place;
		readonly report: (event: Progress) => void;
	},
): Promise<boolean> {
	if (!(await input.connection.stat(input.place.workFolder))) return false;
	return withLock(input, input, async () => ({ done: true }));
}
