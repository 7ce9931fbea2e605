import { posix } from "node:path";
import type { Connection } from "../../../connections/connection.ts";
import { canonicalJson } from "../../../domain/hash.ts";
import type { PreparedPlan, PutFile, RemoveFile } from "../../../domain/plan.ts";
import type { Journal } from "../plan/journal.ts";
import { stagedPath } from "../plan/staged-path.ts";
import { stageBeforeBuild } from "./build.ts";
import { makeStateFolder } from "./make-folders.ts";
import { openSending } from "./sending.ts";
import type { Site } from "./site.ts";
import { together } from "./together.ts";
import type { Verified } from "./verify.ts";

/**
 * Brings every byte to the server before anything there changes: what can fail for want of space or rights fails
 * here, and what follows are renames, forward or back.
 */
export async function stage(
	site: Site,
	journal: Journal,
	prepared: PreparedPlan,
	verified: Verified,
	signal?: AbortSignal,
): Promise<void> {
	const { connection } = site;
	const send = openSending(site, prepared, signal);
	await together([
		stageReceipt(site, journal),
		...prepared.plan.steps.flatMap((step) => {
			if (step.kind === "build") return [stageBeforeBuild(connection, journal, verified, step)];
			if (step.kind !== "put-file" && step.kind !== "remove-file") return [];
			const former = stageFormer(connection, journal, verified, step);
			if (step.kind === "remove-file") return [former];
			return [send(step, stagedPath(journal, step, "new")), former];
		}),
	]);
}

/** The folders for the receipt and for what is kept: lasting, and no part of what is put back. */
export async function makeStateFolders({ connection }: Site, journal: Journal): Promise<void> {
	const folders = [posix.dirname(journal.receiptPath), ...journal.kept.map(posix.dirname)];
	for (const folder of new Set(folders)) await makeStateFolder(connection, folder);
}

export function stagedReceiptPath(journal: Journal): string {
	return `${journal.receiptPath}.new`;
}

export async function stageReceipt({ connection }: Site, journal: Journal): Promise<void> {
	if (journal.receipt === null) return;
	const bytes = new TextEncoder().encode(`${canonicalJson(journal.receipt)}\n`);
	await connection.write(stagedReceiptPath(journal), bytes, { mode: 0o600 });
}

/** A file that is replaced is copied, for there must be one at its place at every moment; one that goes is moved. */
async function stageFormer(
	connection: Connection,
	journal: Journal,
	verified: Verified,
	step: PutFile | RemoveFile,
): Promise<void> {
	const former = verified.former.get(step.target);
	if (!former) return;
	if (step.kind === "put-file") {
		await connection.copy(step.target, stagedPath(journal, step, "old"), { mode: former.mode });
	}
	if (step.keep !== null && journal.kept.includes(step.keep)) {
		await connection.copy(step.target, step.keep, { mode: 0o600 });
	}
}
