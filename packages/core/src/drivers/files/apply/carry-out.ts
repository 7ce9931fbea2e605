import { GraftError } from "../../../domain/errors.ts";
import {
	type PreparedPlan,
	type RunCheck,
	type ServiceStep,
	type Step,
	stagedFile,
	type Trial,
} from "../../../domain/plan.ts";
import { type Journal, journalPath, markerPath, unfinishedJournalPath } from "../plan/journal.ts";
import { stagedPath } from "../plan/staged-path.ts";
import { build, putBackRewritten } from "./build.ts";
import { awaitTurn, changeService, type ServiceOutcome } from "./change-service.ts";
import { hostWords } from "./host-words.ts";
import type { Lock } from "./lock.ts";
import { makeFolders } from "./make-folders.ts";
import { runTold } from "./run-told.ts";
import type { Site } from "./site.ts";
import { makeStateFolders, stage } from "./stage.ts";
import { stagingFolders } from "./staging.ts";
import { together } from "./together.ts";
import type { Verified } from "./verify.ts";

/** How far it came: what a failure means depends on it. */
export interface Trail {
	/** Something that the plan names may have changed. */
	begun: boolean;
	/** The service may have read what was put. */
	reloaded: boolean;
}

export interface Work {
	readonly site: Site;
	readonly lock: Lock;
	readonly journal: Journal;
	readonly prepared: PreparedPlan;
	readonly verified: Verified;
	readonly trail: Trail;
	/** Ends a check before it ends itself. */
	readonly signal?: AbortSignal | undefined;
	/** May throw, to end it there: not any more once it is committed. */
	readonly tell: (step: Pick<Step, "kind" | "target">, committed?: true) => void;
}

/** From the journal to the commit. Throws at the first thing that fails; going back is the caller's. */
export async function carryOut(work: Work): Promise<void> {
	const { site, lock, journal, trail, tell } = work;
	const { connection, place } = site;
	const steps = stepsToDo(work.prepared.plan.steps, work.verified);
	await together([writeJournal(site, journal), makeStateFolders(site, journal)]);
	const folders = steps.filter((step) => step.kind === "make-folder");
	if (folders.length > 0) trail.begun = true;
	for (const folder of folders) tell(folder);
	await together([
		makeFolders(connection, folders),
		...stagingFolders(journal, place).map((folder) => connection.makeFolder(folder, 0o700)),
	]);
	await stage(site, journal, work.prepared, work.verified, work.signal);
	for (const path of journal.kept) site.report({ kind: "note", text: `a copy is kept as ${path}` });
	for (const step of steps) {
		if (step.kind === "make-folder" || step.kind === "remove-folder") continue;
		await lock.confirm();
		trail.begun = true;
		tell(step);
		await carryOutStep(work, step);
	}
	await putBackRewritten(site, journal);
	await lock.confirm();
	await connection.write(markerPath(place, "committed"), new Uint8Array(), { mode: 0o600 });
}

/** Folders that stand already are no step. */
export function stepsToDo(steps: readonly Step[], { standing }: Verified): readonly Step[] {
	return steps.filter((step) => step.kind !== "make-folder" || !standing.has(step.target));
}

async function writeJournal({ connection, place }: Site, journal: Journal): Promise<void> {
	const bytes = new TextEncoder().encode(JSON.stringify(journal));
	await connection.write(unfinishedJournalPath(place), bytes, { mode: 0o600 });
	await connection.rename(unfinishedJournalPath(place), journalPath(place));
}

async function carryOutStep(
	{ site, journal, trail, signal }: Work,
	step: Exclude<Step, { kind: "make-folder" | "remove-folder" }>,
): Promise<void> {
	const { connection, place } = site;
	switch (step.kind) {
		case "put-file":
			return connection.rename(stagedPath(journal, step, "new"), step.target);
		case "remove-file":
			return connection.rename(step.target, stagedPath(journal, step, "old"));
		case "trial":
		case "check": {
			const argv = step.kind === "trial" ? onStaged(journal, step) : step.argv;
			const result = await runTold(site, argv, { signal });
			if (result.code !== 0) throw checkFailed(connection.label, step, hostWords(result));
			return;
		}
		case "build":
			return build(site, step, signal);
		case "reload":
		case "restart": {
			const lacks = await awaitTurn(site, step, signal);
			if (lacks !== undefined) throw notItsTurn(connection.label, step, lacks, signal);
			await connection.write(markerPath(place, "reloading"), new Uint8Array(), { mode: 0o600 });
			trail.reloaded = true;
			const { outcome, words } = await changeService(site, step);
			if (outcome !== "changed") throw serviceFailed(connection.label, step, outcome, words);
		}
	}
}

function onStaged(journal: Journal, { argv, target }: Trial): string[] {
	const put = journal.steps.find((step) => step.kind === "put-file" && step.target === target);
	if (put?.kind !== "put-file")
		throw new Error(`a trial of ${target}, which the plan does not put`);
	const path = stagedPath(journal, put, "new");
	return argv.map((word) => (word === stagedFile ? path : word));
}

function checkFailed(label: string, step: RunCheck | Trial, words: string): GraftError {
	return new GraftError("refused", `${label}: ${step.failed}: ${words}`, {
		hint: "Fix what is named, and run it again.",
	});
}

/** It was asked for nothing: what comes now is putting files back. */
function notItsTurn(
	label: string,
	{ target, kind, deadlineMs }: ServiceStep,
	lacks: string,
	signal: AbortSignal | undefined,
): GraftError {
	const to = `to ${kind} ${target}`;
	return signal?.aborted
		? new GraftError("cancelled", `${label}: it was cancelled while it waited ${to}: ${lacks}`, {
				hint: "Start it again whenever you like.",
			})
		: new GraftError(
				"refused",
				`${label}: it waited ${deadlineMs / 1000} s ${to}, in vain: ${lacks}`,
				{ hint: "Run it again at a quieter time." },
			);
}

function serviceFailed(
	label: string,
	step: ServiceStep,
	outcome: Exclude<ServiceOutcome["outcome"], "changed">,
	words: string,
): GraftError {
	const what = {
		declined: `could not be asked to ${step.kind} (${step.argv.join(" ")})`,
		ended: `ended instead of ${step.kind}ing`,
		unseen: `was not seen to ${step.kind} within ${step.deadlineMs / 1000} s`,
	}[outcome];
	return new GraftError("refused", `${label}: ${step.target} ${what}: ${words}`, {
		hint:
			step.log === null
				? "Look at what it wrote: in the system's journal (journalctl), or where it was started."
				: `Look into ${step.log}.`,
	});
}
