import { posix } from "node:path";
import type { Connection } from "../../../connections/connection.ts";
import type { Place, Rewritten } from "../../../domain/plan.ts";
import type { Journal, JournalStep } from "../plan/journal.ts";
import { stagedPath } from "../plan/staged-path.ts";
import { lookIntoOwnFolder, requireOwn } from "../plan/work-folder.ts";
import type { Site } from "./site.ts";
import { together } from "./together.ts";

export type BuildRecord = JournalStep & { readonly kind: "build" };

/** Of a file that a builder writes beside its own: numbered behind all steps. */
export function rewrittenPath(
	{ attempt, steps }: Journal,
	step: BuildRecord,
	{ path }: Rewritten,
): string {
	const all = steps.flatMap((each) => (each.kind === "build" ? each.rewrites : []));
	const index = steps.length + all.findIndex((each) => each.path === path);
	return posix.join(step.staging, `${attempt}.old-${index}`);
}

export function isStagedName(name: string): boolean {
	return /^[0-9a-f-]{36}\.(new|old)-\d+(\.half)?$/.test(name);
}

/** The staging folders beside the work folder, which goes with the lock. */
export function stagingFolders({ steps }: Pick<Journal, "steps">, place: Place): string[] {
	const folders = steps.flatMap((step) => (isStaged(step) ? [step.staging] : []));
	return [...new Set(folders)].filter((folder) => folder !== place.workFolder);
}

/**
 * What is staged is renamed into place later: a staging folder that is there already must be one that nobody else can
 * write to. Throws GraftError "refused" otherwise.
 */
export async function requireOwnStaging(
	{ connection, place }: Site,
	steps: readonly JournalStep[],
): Promise<void> {
	const paths = stagingFolders({ steps }, place);
	await together(
		paths.map(async (path) => {
			const folder = await lookIntoOwnFolder(connection, path);
			if (folder === undefined) return;
			requireOwn(connection, path, folder, (await connection.lstat(place.workFolder))?.uid);
		}),
	);
}

/** The back-ups that this journal may have left in `folder`: all that is staged and not renamed into place. */
export function backUpsIn(journal: Journal, folder: string): string[] {
	return journal.steps.flatMap((step) => {
		if (!isStaged(step) || step.staging !== folder) return [];
		const rewrites = step.kind === "build" ? step.rewrites : [];
		return [
			...(step.before === null ? [] : [stagedPath(journal, step, "old")]),
			...rewrites
				.filter(({ before }) => before !== null)
				.map((each) => rewrittenPath(journal, step as BuildRecord, each)),
		];
	});
}

function isStaged(
	step: JournalStep,
): step is JournalStep & { kind: "put-file" | "remove-file" | "build" } {
	return step.kind === "put-file" || step.kind === "remove-file" || step.kind === "build";
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
