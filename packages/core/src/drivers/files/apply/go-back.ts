import { halfOf } from "../../../connections/half.ts";
import { GraftError } from "../../../domain/errors.ts";
import { type Journal, type JournalStep, markerPath } from "../plan/journal.ts";
import { stagedPath } from "../plan/staged-path.ts";
import { awaitBuilder, unbuild } from "./build.ts";
import { restoreService } from "./change-service.ts";
import type { Site } from "./site.ts";
import { stagedReceiptPath } from "./stage.ts";
import { clearStaging } from "./staging.ts";
import { together } from "./together.ts";

/**
 * Puts everything back, in reverse. Which steps were taken is seen by content, so it may be done again after it was
 * interrupted, and a file that somebody else changed in the meantime is left alone and said.
 * Needs no space: only renames and removals. Returns what a person must know; nothing where all is as before.
 */
export async function goBack(
	site: Site,
	journal: Journal,
	{ reloaded }: { reloaded: boolean },
): Promise<string[]> {
	const { connection, place } = site;
	const changes = journal.steps.filter(
		(step) => step.kind === "put-file" || step.kind === "remove-file" || step.kind === "build",
	);
	if (changes.some(({ kind }) => kind === "build")) await awaitBuilder(site);
	await connection.remove(markerPath(place, "committed"));
	// First of all, so that no late request of a lost connection can still rename one of them into place.
	await together([
		connection.remove(stagedReceiptPath(journal)),
		...journal.kept.flatMap((path) => [halfOf(path), path]).map((path) => connection.remove(path)),
		...changes
			.filter((step) => step.kind === "put-file")
			.map((step) => connection.remove(stagedPath(journal, step, "new"))),
	]);
	const left: string[] = [];
	for (const step of changes.toReversed()) {
		left.push(...(await undo(site, journal, step)));
	}
	if (reloaded) left.push(...(await backInService(site)));
	await clearStaging(connection, place, journal);
	for (const step of journal.steps.toReversed()) {
		if (step.kind === "make-folder") await connection.removeFolder(step.target);
	}
	return left;
}

async function undo(site: Site, journal: Journal, step: JournalStep): Promise<string[]> {
	if (step.kind === "build") return unbuild(site, journal, step);
	const remark =
		step.kind === "put-file"
			? await unput(site, journal, step)
			: step.kind === "remove-file" && (await unremove(site, journal, step));
	return remark ? [remark] : [];
}

async function unput(
	{ connection }: Site,
	journal: Journal,
	step: JournalStep & { kind: "put-file" },
): Promise<string | undefined> {
	const now = await connection.digest(step.target);
	if (now === (step.before ?? undefined)) return undefined;
	if (now !== step.sha256) return changedMeanwhile(step.target);
	const old = stagedPath(journal, step, "old");
	if (step.before === null) await connection.remove(step.target);
	else if (await connection.stat(old)) await connection.rename(old, step.target);
	else return `the back-up of ${step.target} is gone; what this operation put there stays`;
	return undefined;
}

async function unremove(
	{ connection }: Site,
	journal: Journal,
	step: JournalStep & { kind: "remove-file" },
): Promise<string | undefined> {
	const old = stagedPath(journal, step, "old");
	const [now, backup] = await Promise.all([connection.digest(step.target), connection.stat(old)]);
	if (now !== undefined) return now === step.before ? undefined : changedMeanwhile(step.target);
	if (!backup) return `${step.target} is gone, and so is its back-up`;
	await connection.rename(old, step.target);
	return undefined;
}

function changedMeanwhile(path: string): string {
	return `${path} was changed by somebody else in the meantime and is left as it is`;
}

/** What is run here is asked of the platform: a journal may say that a service was reached, and never how. */
async function backInService(site: Site): Promise<string[]> {
	try {
		const reload = await site.service();
		if (reload === null) return [notFound];
		const remark = await restoreService(site, reload);
		return remark ? [remark] : [];
	} catch (error) {
		if (error instanceof GraftError && error.kind !== "unreachable") return [error.message];
		throw error;
	}
}

const notFound =
	"the service that may have loaded these files is no longer found here: reload it, or start it, yourself";
