import { type Interrupted, journalPath, markerPath } from "../plan/journal.ts";
import { finish } from "./finish.ts";
import { goBack } from "./go-back.ts";
import type { Site } from "./site.ts";
import { stageReceipt } from "./stage.ts";
import { together } from "./together.ts";

/**
 * Ends what an operation left that died: forward where it had committed, back otherwise. Needs the lock, and may be
 * interrupted itself. Returns what a person must look at; nothing where all is in order.
 */
export async function recover(site: Site, interrupted: Interrupted | undefined): Promise<string[]> {
	const { connection, place, report } = site;
	let left: string[] = [];
	if (interrupted) {
		const { journal, phase } = interrupted;
		const committed = phase === "committed";
		if (committed) {
			await stageReceipt(site, journal);
			await finish(site, journal, () => undefined);
		} else {
			left = await goBack(site, journal, { reloaded: phase === "reloading" });
		}
		const text = `an interrupted operation of ${journal.actor} (${journal.at}) was ${committed ? "finished" : "rolled back"}`;
		report({ kind: "note", text });
		// Before its markers: a marker without it means nothing, a journal without its marker would.
		await connection.remove(journalPath(place));
	}
	await together([
		connection.remove(markerPath(place, "reloading")),
		connection.remove(markerPath(place, "committed")),
	]);
	return left;
}
