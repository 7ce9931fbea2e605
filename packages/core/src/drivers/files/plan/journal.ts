import { posix } from "node:path";
import type {
	BuildStep,
	MakeFolder,
	Place,
	PutFile,
	Receipt,
	RemoveFile,
	RemoveFolder,
	RunCheck,
	ServiceStep,
	Step,
	Trial,
} from "../../../domain/plan.ts";

/**
 * All that is needed to go back or to finish, written once, before the first step. Which step was reached is seen
 * on the server itself, by content: so one write covers all steps, and nothing can be between a step and its record.
 */
export interface Journal {
	readonly format: 2;
	/** Stands in the names of staged files, so that a late request of an earlier try never meets them. */
	readonly attempt: string;
	readonly actor: string;
	/** ISO 8601, UTC. */
	readonly at: string;
	readonly steps: readonly JournalStep[];
	/** Copies for good that were not there before. */
	readonly kept: readonly string[];
	readonly receiptPath: string;
	/** Written when all is done; null where the receipt goes. */
	readonly receipt: Receipt | null;
}

/** What stood where. What is run is no part of it: whoever recovers asks the platform for that. */
export type JournalStep =
	| Pick<MakeFolder, "kind" | "target">
	| Pick<PutFile, "kind" | "target" | "sha256" | "before" | "staging">
	| Pick<RemoveFile, "kind" | "target" | "before" | "staging">
	| Pick<RemoveFolder, "kind" | "target">
	| Pick<BuildStep, "kind" | "target" | "before" | "staging" | "rewrites">
	| Pick<Trial | RunCheck, "kind" | "target">
	| Pick<ServiceStep, "kind" | "target">;

/** Empty files beside the journal; the later one counts. */
export type Phase = "applying" | "reloading" | "committed";

export interface Interrupted {
	readonly journal: Journal;
	readonly phase: Phase;
}

export const journalName = "journal.json";
export const markers = ["committed", "reloading"] as const;

export function isMarker(name: string): boolean {
	return markers.some((marker) => marker === name);
}

export function journalPath(place: Place): string {
	return posix.join(place.workFolder, journalName);
}

/** It gets its name only when it is whole: one that cannot be read was damaged, and says nothing of what was done. */
export function unfinishedJournalPath(place: Place): string {
	return `${journalPath(place)}.unfinished`;
}

export function markerPath(place: Place, phase: "reloading" | "committed"): string {
	return posix.join(place.workFolder, phase);
}

export function recordOf(step: Step): JournalStep {
	const { kind, target } = step;
	if (step.kind === "put-file") {
		const { sha256, before, staging } = step;
		return { kind: step.kind, target, sha256, before, staging };
	}
	if (step.kind === "remove-file") {
		const { before, staging } = step;
		return { kind: step.kind, target, before, staging };
	}
	if (step.kind === "build") {
		const { before, staging, rewrites } = step;
		return { kind: step.kind, target, before, staging, rewrites };
	}
	return { kind, target } as JournalStep;
}
