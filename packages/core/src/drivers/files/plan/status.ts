import type { Extension } from "../../../domain/extension.ts";
import type { Receipt } from "../../../domain/plan.ts";
import type { ServerPart, SharedFile } from "../wanted.ts";
import type { PlanInput } from "./plan-input.ts";

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
	{ files, shared = [], build }: Pick<ServerPart, "files" | "shared" | "build">,
	receipt: Receipt | undefined,
	{ observed, texts, built }: Pick<PlanInput, "observed" | "texts" | "built">,
): PlaceStatus {
	const found = (path: string): string | null => observed.get(path)?.sha256 ?? null;
	const has = (file: SharedFile, entry: string | null): boolean => {
		const text = texts.get(file.target)?.text;
		return entry !== null && text !== undefined && file.add(text, entry) === text;
	};
	const wanted = new Set(files.map((file) => file.target));
	const states: { path: string; state: FileState }[] = [
		...files.map(({ target, sha256 }) => ({ path: target, state: stateOf(found(target), sha256) })),
		...shared.map((file) => ({
			path: file.target,
			state: has(file, file.entry) ? ("in-sync" as const) : ("missing" as const),
		})),
		// What others had built before says nothing of this one.
		...(build === undefined || receipt === undefined
			? []
			: [{ path: build.target, state: stateOf(found(build.target), built[build.target] ?? "") }]),
		...(receipt?.files ?? [])
			.filter(({ path }) => !wanted.has(path) && found(path) !== null)
			.map(({ path }) => ({ path, state: "drifted" as const })),
	];
	const all = (state: FileState): boolean => states.every((file) => file.state === state);
	const asReceived =
		receipt !== undefined &&
		receipt.files.length > 0 &&
		receipt.files.every((file) => found(file.path) === file.sha256) &&
		(receipt.shared ?? []).every(({ path, entry }) =>
			shared.some((file) => file.target === path && has(file, entry)),
		);
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
