import type { Extension } from "../../../domain/extension.ts";
import type { Receipt } from "../../../domain/plan.ts";
import type { PlacedFile } from "../wanted.ts";
import type { Observed } from "./observe.ts";

export type FileState = "in-sync" | "drifted" | "missing";

export interface PlaceStatus {
	/** `other-version`: all is as a receipt says that another version left it. */
	readonly state: FileState | "other-version";
	/** Told by content: the extension's own, an earlier one whose receipt still holds, or null for neither. */
	readonly version: string | null;
	readonly files: readonly { readonly path: string; readonly state: FileState }[];
}

/** Drift is what nobody put there so. Two versions may have the same files: then the receipt tells which one it is. */
export function compareFiles(
	extension: Pick<Extension, "version">,
	files: readonly PlacedFile[],
	receipt: Receipt | undefined,
	observed: Observed,
): PlaceStatus {
	const found = (path: string): string | null => observed.get(path)?.sha256 ?? null;
	const wanted = new Set(files.map((file) => file.target));
	const states = [
		...files.map(({ target, sha256 }) => ({ path: target, state: stateOf(found(target), sha256) })),
		...(receipt?.files ?? [])
			.filter(({ path }) => !wanted.has(path) && found(path) !== null)
			.map(({ path }) => ({ path, state: "drifted" as const })),
	];
	const all = (state: FileState): boolean => states.every((file) => file.state === state);
	const asReceived =
		receipt !== undefined &&
		receipt.files.length > 0 &&
		receipt.files.every((file) => found(file.path) === file.sha256);
	const version = asReceived ? receipt.extension.version : null;
	if (version !== null && version !== extension.version)
		return { state: "other-version", version, files: states };
	if (all("in-sync")) return { state: "in-sync", version: extension.version, files: states };
	return { state: all("missing") ? "missing" : "drifted", version, files: states };
}

function stateOf(found: string | null, wanted: string): FileState {
	if (found === null) return "missing";
	return found === wanted ? "in-sync" : "drifted";
}
