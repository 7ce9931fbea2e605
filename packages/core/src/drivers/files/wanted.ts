import type { BuildStep, Check, RunCheck, ServiceStep, Trial } from "../../domain/plan.ts";
import type { Problem } from "../../domain/problem.ts";

/** Where things lie on one server. */
export interface Facts {
	/** `{name}` in a ServerFile's `to` is one of these; absolute folders. */
	readonly folders: Readonly<Record<string, string>>;
	/** What Graft puts lies below these; left out, below `folders`. */
	readonly reach?: readonly string[];
	/** Anything else that serverPart needs, by name. */
	readonly values: Readonly<Record<string, string>>;
	/** The folder whose lock, journal and receipts this place shares: identifies the place. */
	readonly home: string;
	/** Lock, journal and back-ups live in here while an operation runs; the host never scans it. */
	readonly workFolder: string;
	readonly notes: readonly string[];
	/** What would keep a reload or an install from being safe, found on the server. */
	readonly problems: readonly Problem[];
}

export interface PlacedFile {
	readonly target: string;
	readonly bytes: Uint8Array;
	readonly sha256: string;
	readonly mode: number;
	/** On the target's file system, never scanned by the host. */
	readonly staging: string;
	/** Folders between here and the target may be made, and taken away again when empty. */
	readonly within: string;
	readonly why: string;
}

/** A file that many have a part in: of an extension it holds one entry, and the rest is never touched. Pure. */
export interface SharedFile extends Omit<PlacedFile, "bytes" | "sha256"> {
	/** What it is to hold; null where only a receipt knows. */
	readonly entry: string | null;
	/** The text with the entry in it: the same text where it has it. null: there is no file. Throws GraftError where it cannot be read. */
	add(text: string | null, entry: string): string;
	/** The text without it: the same where it has none, null where nothing is left that anybody wrote. Throws as `add` does. */
	take(text: string, entry: string): string | null;
}

/** What the host's builder is to make once the files are there, and again once they are gone. */
export interface WantedBuild
	extends Pick<BuildStep, "target" | "argv" | "staging" | "timeoutMs" | "failed" | "why"> {
	/** Folders between here and the target may be made. */
	readonly within: string;
	/** Every other file that the builder may write and that is to stay as it is. */
	readonly rewrites: readonly string[];
}

export interface ServerPart {
	/** What is referred to before what refers to it; removed the other way round. */
	readonly files: readonly PlacedFile[];
	/** After all files; absent where there is none. */
	readonly shared?: readonly SharedFile[];
	/** After all of these; absent where nothing is built. */
	readonly build?: WantedBuild;
	/** Of files that have to change, before anything is moved; absent where none has to be tried. */
	readonly trials?: readonly Trial[];
	/**
	 * Asked in order, before the reload: one whose target is among the files as soon as that file is there, and before
	 * what refers to it is put; the others after all files.
	 */
	readonly checks: readonly RunCheck[];
	/** The same after the files are gone; may be empty. */
	readonly checksAfterRemoval: readonly RunCheck[];
	readonly reload: ServiceStep | null;
	/** What must be seen of the service besides, where the files are put; absent where nothing of them shows. */
	readonly untilPresent?: readonly Check[];
	readonly notes: readonly string[];
	/** What speaks against this extension on this very server; absent where nothing can. */
	readonly problems?: readonly Problem[];
}
