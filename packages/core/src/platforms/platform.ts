import type { Connection } from "../connections/connection.ts";
import type { FileTree } from "../domain/archive.ts";
import type { Bundle, BundleChoice } from "../domain/bundle.ts";
import type { Extension, PlatformId } from "../domain/extension.ts";
import type { ReloadService, RunCheck } from "../domain/plan.ts";
import type { Problem } from "../domain/problem.ts";

/** A system that extensions extend. Everything but `discover` is pure. */
export interface Platform {
	readonly id: PlatformId;
	/** As people call it: "OCS Inventory". */
	readonly name: string;
	/** By its marks alone: is this meant for us? Broken or outdated ones are ours too. */
	recognise(tree: FileTree): boolean;
	/** What it holds, and everything that is wrong with it, at once. `extension` is null where it has no id. */
	read(tree: FileTree, neighbours: readonly Extension[]): Promise<Reading>;
	/** A file that its host compiles as PHP; where a PHP is at hand, that one is asked as well. */
	readonly php?: CompiledFile;
	/** Where things lie on this server; reads only. Throws where the server is not one of ours, or is several. */
	discover(connection: Connection, given: Given): Promise<Facts>;
	/** What must be on the server for the extension to work there. */
	serverPart(extension: Extension, tree: FileTree, facts: Facts): ServerPart;
	/**
	 * The service that reads what lies at this place: how it is reloaded and started again. Given facts that were found
	 * out just now; null where there is none, or nobody can tell. Absent where the platform's hosts need no reload.
	 */
	service?(facts: Facts): ReloadService | null;
	/**
	 * When this host failed agents that sent it data, as far back as its logs are looked at; null where nobody can tell.
	 * Reads only. Throws only where the connection is lost.
	 */
	failures?(connection: Connection, facts: Facts): Promise<Failures | null>;
	/** What agents get; absent where the platform has no agents to bundle for. */
	bundles?(extension: Extension, tree: FileTree, choice: BundleChoice): readonly Bundle[];
	/** Does this system itself run whatever lies in this folder? Then nothing of another system may lie there. */
	runsFolder?(path: string): boolean;
}

export interface Reading {
	readonly extension: Extension | null;
	readonly problems: readonly Problem[];
}

export interface CompiledFile {
	readonly path: string;
	/** What is wrong where PHP refuses it, in PHP's own words. */
	problem(line: number, fault: string): Problem;
}

/** What the administrator said about a server; all of it can be left out. */
export interface Given {
	readonly serverDir?: string;
	/** Reload the host's service at the end: asked for, never assumed. */
	readonly reload?: boolean;
}

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

export interface Failures {
	/** In order; milliseconds since 1970, by the server's clock. */
	readonly at: readonly number[];
	/** What the host's own log says last about it; data from the server. */
	readonly last: string | null;
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

export interface ServerPart {
	/** What is referred to before what refers to it; removed the other way round. */
	readonly files: readonly PlacedFile[];
	/**
	 * Asked in order, before the reload: one whose target is among the files as soon as that file is there, and before
	 * what refers to it is put; the others after all files.
	 */
	readonly checks: readonly RunCheck[];
	/** The same after the files are gone; may be empty. */
	readonly checksAfterRemoval: readonly RunCheck[];
	readonly reload: ReloadService | null;
	readonly notes: readonly string[];
}
