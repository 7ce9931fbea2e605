import type { PlatformId } from "./extension.ts";

/** Text of a file by its sha256, so that a plan is plain JSON and small. */
export type Contents = ReadonlyMap<string, Uint8Array>;

export interface MakeFolder {
	readonly kind: "make-folder";
	readonly target: string;
	readonly mode: number;
	readonly why: string;
}

/** `before` is the sha256 that stands there now, null where nothing does. */
export interface PutFile {
	readonly kind: "put-file";
	readonly target: string;
	readonly sha256: string;
	readonly bytes: number;
	readonly mode: number;
	readonly before: string | null;
	/** A folder on the target's file system that the host never scans. */
	readonly staging: string;
	/** Where a copy of what stands there now is kept for good, because no receipt knows it; null where none is needed. */
	readonly keep: string | null;
	/** Lines that go and come, with `-` or `+` before each, where others own the rest of the file; absent where all of it is ours. */
	readonly difference?: readonly string[];
	readonly why: string;
}

export interface RemoveFile {
	readonly kind: "remove-file";
	readonly target: string;
	readonly before: string;
	readonly staging: string;
	readonly keep: string | null;
	readonly why: string;
}

/** Taken away at the very end, and only if it is empty then. */
export interface RemoveFolder {
	readonly kind: "remove-folder";
	readonly target: string;
	readonly why: string;
}

/** In the words of a trial: where the file lies until it is moved. */
export const stagedFile = "{staged}";

/**
 * Asks a file that this plan puts what it is, on its host, before anything is moved. It may run what the package brings, which whoever
 * agrees to the plan agrees to. Anything but exit code 0 puts everything back.
 */
export interface Trial {
	readonly kind: "trial";
	readonly target: string;
	/** `{staged}` in it stands for the file's path. */
	readonly argv: readonly string[];
	/** Said when it fails, before the command's own words. */
	readonly failed: string;
	readonly why: string;
}

/** Asks the host's own loader. Anything but exit code 0 puts everything back. */
export interface RunCheck {
	readonly kind: "check";
	readonly target: string;
	readonly argv: readonly string[];
	/** Said when it fails, before the command's own words. */
	readonly failed: string;
	readonly why: string;
}

/**
 * Has the host's own builder make a file of what lies there. What it writes besides is as it was once the checks have looked at it;
 * where the build fails or is cut off, so is the file.
 */
export interface BuildStep {
	readonly kind: "build";
	/** The file that it makes. */
	readonly target: string;
	readonly argv: readonly string[];
	readonly before: string | null;
	readonly staging: string;
	readonly rewrites: readonly Rewritten[];
	readonly timeoutMs: number;
	/** Said when it fails, before the command's own words. */
	readonly failed: string;
	readonly why: string;
}

/** A file that a builder writes beside the one that it is run for; `before` as of a file that is put. */
export interface Rewritten {
	readonly path: string;
	readonly before: string | null;
}

/** Has a service read again what it serves, and believes only what is then seen of it. */
export interface ServiceStep {
	/** `reload`: its process goes on. `restart`: it ends, and another one takes its place. */
	readonly kind: "reload" | "restart";
	readonly target: string;
	readonly argv: readonly string[];
	/** Brings the service back should it have ended all the same. */
	readonly start: readonly string[];
	readonly process: ServiceProcess;
	/** All of these must come true before it is asked for, within the deadline; absent where it may be at any time. */
	readonly when?: readonly Check[];
	/** All of these must come true, each one asked only where those before it did. */
	readonly until: readonly Check[];
	/** And these, unless what the plan puts is being taken back. */
	readonly untilPresent?: readonly Check[];
	/** And stay true for so long; absent where what is seen once, and once more, will do. */
	readonly steadyMs?: number;
	readonly deadlineMs: number;
	/** Explains what failed, and proves only what `until` asks of it; null where it is known to be none that can be read. */
	readonly log: string | null;
	readonly why: string;
}

/** What tells which process of its host is the service. */
export type ServiceProcess =
	/** The one that this file names. */
	| { readonly kind: "pid-file"; readonly path: string }
	/** The first one of this user with this command line, as `ps` shows it. */
	| { readonly kind: "command-line"; readonly line: string; readonly uid: string };

/** A look at a service on its host. */
export type Check =
	/** It is the process that it was. */
	| { readonly kind: "same-process" }
	/** It runs, as another process than before. */
	| { readonly kind: "new-process" }
	/** Some of its workers are new, and none from before takes requests any more: those may still end their last ones. */
	| { readonly kind: "new-workers" }
	/** The first of these `http:` URLs that answered before answers with any HTTP status, asked on the host. */
	| { readonly kind: "answer"; readonly urls: readonly string[] }
	/** This `http:` URL answers, asked on the host, with this status, and where a body is named, with just that. */
	| {
			readonly kind: "status";
			readonly url: string;
			readonly status: number;
			readonly body?: string;
			/** What it means where it does not: the end of "Waiting for it: …". */
			readonly otherwise: string;
	  }
	/** A process that it started itself runs this program, by a word of its command line. */
	| { readonly kind: "child"; readonly program: string }
	/** Something listens on this TCP port of the host, at whatever address. */
	| { readonly kind: "port"; readonly port: number }
	/** A line that was written to the log since then holds this text. */
	| { readonly kind: "log-line"; readonly text: string };

export type Step =
	| MakeFolder
	| PutFile
	| RemoveFile
	| RemoveFolder
	| Trial
	| RunCheck
	| BuildStep
	| ServiceStep;

export function isServiceStep(step: Step): step is ServiceStep {
	return step.kind === "reload" || step.kind === "restart";
}

export type Goal = "present" | "absent";

/** An ordered list of steps with reasons, computed without touching anything. Empty: the place is as it should be. */
export interface Plan {
	readonly format: 1;
	readonly goal: Goal;
	readonly platform: PlatformId;
	readonly extension: { readonly id: string; readonly version: string };
	/** sha256 over all that the extension holds, in every part; null where it goes, and a receipt says what goes. */
	readonly content: string | null;
	/** The connection's label. */
	readonly server: string;
	/** Which place on that server: one lock, one journal and one set of receipts belong to it. */
	readonly place: Place;
	readonly steps: readonly Step[];
	/** What the receipt will list; null where the extension leaves the place. */
	readonly leaves: Leavings | null;
	/** What a person should know and nobody has to decide. */
	readonly notes: readonly string[];
	/** sha256 over all of the above: what is applied is what was shown. */
	readonly hash: string;
}

/** An extension of which nothing goes to a server, or nothing whose place is known: not the same as one that is there. */
export function placesNothing({ goal, leaves }: Pick<Plan, "goal" | "leaves">): boolean {
	return goal === "present" && leaves?.files.length === 0;
}

export interface Place {
	/** Stable name of this place on its server, safe as a file name. */
	readonly key: string;
	/** Holds lock, journal and back-ups while an operation is under way; not there otherwise. Never scanned by the host. */
	readonly workFolder: string;
	/** Holds the receipts of this place. */
	readonly receiptsFolder: string;
	/** Every file of this place lies below one of these. What a server says of any other path is not believed. */
	readonly reach: readonly string[];
}

/** A plan with the bytes that it puts. */
export interface PreparedPlan {
	readonly plan: Plan;
	readonly contents: Contents;
}

/** A file that Graft put, and the staging folder from which it can be taken away again. */
export interface LeftFile {
	readonly path: string;
	readonly sha256: string;
	readonly staging: string;
}

/** What Graft put into a file that others have a part in: only this goes again. */
export interface LeftEntry {
	readonly path: string;
	/** As the platform writes and reads it; data from a server once it is read back. */
	readonly entry: string;
	readonly staging: string;
}

export interface Leavings {
	/** In the order in which they were put. */
	readonly files: readonly LeftFile[];
	/** Absent where there is none. */
	readonly shared?: readonly LeftEntry[] | undefined;
	/** Folders that Graft made, and may take away when empty; outer ones first. */
	readonly folders: readonly string[];
}

/** What an operation left on a server; kept there and in the database. */
export interface Receipt extends Leavings {
	readonly format: 1;
	readonly platform: PlatformId;
	readonly extension: { readonly id: string; readonly version: string };
	readonly planHash: string;
	readonly actor: string;
	/** ISO 8601, UTC. */
	readonly at: string;
}
