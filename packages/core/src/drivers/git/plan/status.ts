import type { Extension } from "../../../domain/extension.ts";
import type { WantedFolder } from "../wanted.ts";
import type { SeenFolder } from "./look.ts";
import { blobId, stateOf } from "./receipt.ts";

export interface FolderStatus {
	/** `other-version`: all is as its receipt says that another version left it. */
	readonly state: "in-sync" | "drifted" | "missing" | "other-version";
	/** By the receipt; null where there is none that holds. */
	readonly version: string | null;
	readonly files: readonly {
		readonly path: string;
		readonly state: "in-sync" | "drifted" | "missing";
	}[];
}

/** By content. Drift is what nobody put there by Graft. */
export function compareFolder(
	{ version }: Pick<Extension, "version">,
	{ folder, files: wanted }: WantedFolder,
	{ files: there, receipt }: SeenFolder,
): FolderStatus {
	const kept = receipt === "unreadable" ? null : receipt;
	if (kept === null && there.size === 0) return { state: "missing", version: null, files: [] };
	const isKept =
		kept !== null && Object.entries(kept.files).every(([path, state]) => there.get(path) === state);
	const own = Object.fromEntries(
		wanted.map(({ path, bytes, executable }) => [path, stateOf(blobId(bytes), executable)]),
	);
	const isOther = kept !== null && kept.extension.version !== version;
	const expected = isOther ? kept.files : own;
	const files = Object.entries(expected).map(([path, state]) => {
		const found = there.get(path);
		const told = found === undefined ? "missing" : found === state ? "in-sync" : "drifted";
		return { path: `${folder}/${path}`, state: told } as const;
	});
	if (isKept && isOther) return { state: "other-version", version: kept.extension.version, files };
	const isWhole = kept !== null && files.every(({ state }) => state === "in-sync");
	return {
		state: isWhole ? "in-sync" : "drifted",
		version: kept?.extension.version ?? null,
		files,
	};
}
