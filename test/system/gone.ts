import { readFile, stat } from "node:fs/promises";

/** Waits until no process has this number; the test's own time limit ends the wait. */
export async function gone(pid: string): Promise<void> {
	while (await stat(`/proc/${pid}`).catch(() => undefined)) {
		const state = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
		// A zombie has ended; only nobody has asked how.
		if (/\) Z /.test(state)) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
