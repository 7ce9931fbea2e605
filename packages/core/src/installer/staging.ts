import { posix } from "node:path";
import type { Connection } from "../connections/connection.ts";
import type { Place, PutFile, RemoveFile } from "../domain/plan.ts";
import type { Journal } from "../planning/journal.ts";
import { together } from "./together.ts";

/** `new`: what will stand at the target. `old`: what stood there. Both one rename away from it. */
export type StagedKind = "new" | "old";

export function stagedPath(journal: Journal, step: PutFile | RemoveFile, kind: StagedKind): string {
	return posix.join(step.staging, `${journal.attempt}.${kind}-${journal.steps.indexOf(step)}`);
}

export function isStagedName(name: string): boolean {
	return /^[0-9a-f-]{36}\.(new|old)-\d+$/.test(name);
}

/** The staging folders beside the work folder, which goes with the lock. */
export function stagingFolders(journal: Journal, place: Place): string[] {
	const folders = journal.steps.flatMap((step) =>
		step.kind === "put-file" || step.kind === "remove-file" ? [step.staging] : [],
	);
	return [...new Set(folders)].filter((folder) => folder !== place.workFolder);
}

/** The back-ups that this journal may have left in `folder`: all that is staged and not renamed into place. */
export function backUpsIn(journal: Journal, folder: string): string[] {
	return journal.steps.flatMap((step) =>
		(step.kind === "put-file" || step.kind === "remove-file") &&
		step.before !== null &&
		step.staging === folder
			? [stagedPath(journal, step, "old")]
			: [],
	);
}

/** Takes what this attempt staged; the folder only if nothing of others is in it. */
export async function clearStaging(
	connection: Connection,
	place: Place,
	journal: Journal,
): Promise<void> {
	await together(
		stagingFolders(journal, place).map(async (folder) => {
			// Nearly always this is all that there is, and the folder goes with it.
			const asked = await together([
				...backUpsIn(journal, folder).map((path) => connection.remove(path)),
				connection.removeFolder(folder),
			]);
			if (asked.at(-1)) return;
			const entries = await connection.list(folder);
			if (!entries) return;
			const ours = entries
				.map((entry) => entry.name)
				.filter((name) => isStagedName(name) && name.startsWith(`${journal.attempt}.`));
			await together(ours.map((name) => connection.remove(posix.join(folder, name))));
			await connection.removeFolder(folder);
		}),
	);
}
