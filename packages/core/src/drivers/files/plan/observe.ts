import type { Connection, EntryKind } from "../../../connections/connection.ts";
import type { Interrupted } from "./journal.ts";

export interface Observation {
	readonly kind: "none" | EntryKind;
	/** Of the content, as the host works it out; null where there is none. */
	readonly sha256: string | null;
}

export type Observed = ReadonlyMap<string, Observation>;

export interface PathsToObserve {
	readonly files: readonly string[];
	readonly folders: readonly string[];
}

const nothing: Observation = { kind: "none", sha256: null };

/** All at once: over SSH the round trips are the cost. Links are seen as links where a file is looked for. */
export async function observe(connection: Connection, paths: PathsToObserve): Promise<Observed> {
	return new Map(
		await Promise.all([
			...paths.folders.map((path) => observeFolder(connection, path)),
			...paths.files.map((path) => observeFile(connection, path)),
		]),
	);
}

/**
 * The place as it will be once the interrupted operation was put back or finished, which the next `apply` does first:
 * a plan made from it is the one that will still hold then.
 */
export function afterRecovery(observed: Observed, interrupted: Interrupted): Observed {
	const result = new Map(observed);
	const set = (path: string, observation: Observation): void => {
		if (result.has(path)) result.set(path, observation);
	};
	for (const step of interrupted.journal.steps) {
		if (interrupted.phase === "committed") {
			if (step.kind === "remove-folder") set(step.target, nothing);
		} else if (step.kind === "put-file" || step.kind === "remove-file") {
			set(step.target, step.before ? { kind: "file", sha256: step.before } : nothing);
		} else if (step.kind === "make-folder") {
			set(step.target, nothing);
		} else if (step.kind === "build") {
			for (const { path, before } of [{ path: step.target, before: step.before }, ...step.rewrites])
				set(path, before ? { kind: "file", sha256: before } : nothing);
		}
	}
	return result;
}

async function observeFolder(connection: Connection, path: string): Promise<[string, Observation]> {
	const stat = await connection.stat(path);
	return [path, stat ? { kind: stat.kind, sha256: null } : nothing];
}

/** Two requests at once: over SSH, what is not there costs no more than one. */
async function observeFile(connection: Connection, path: string): Promise<[string, Observation]> {
	const [kind, sha256] = await Promise.all([connection.kind(path), connection.digest(path)]);
	return [path, { kind: kind ?? "none", sha256: sha256 ?? null }];
}
