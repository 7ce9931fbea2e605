import type { Head, Repository } from "../../../repositories/repository.ts";
import { type FolderReceipt, parseReceipt, receiptName, stateOf } from "./receipt.ts";

/** What a folder of a repository holds now. */
export interface SeenFolder {
	readonly repository: string;
	readonly head: Head;
	/** By path within the folder, what git calls what is there; "" for what is no file. */
	readonly files: ReadonlyMap<string, string>;
	/** There is no folder by its name, but something else. */
	readonly isNoFolder: boolean;
	/** null where there is none. */
	readonly receipt: FolderReceipt | "unreadable" | null;
}

/** At a commit that the repository gave just now. */
export async function lookAtFolder(
	repository: Repository,
	head: Head,
	folder: string,
): Promise<SeenFolder> {
	const entries = await repository.files(head.commit, folder);
	const files = new Map<string, string>();
	for (const [path, { blob, executable }] of entries)
		if (path.startsWith(`${folder}/`))
			files.set(path.slice(folder.length + 1), blob === null ? "" : stateOf(blob, executable));
	const kept = entries.get(`${folder}/${receiptName}`);
	const bytes = kept?.blob ? await repository.read(kept.blob) : null;
	return {
		...{ repository: repository.label, head, files, isNoFolder: entries.has(folder) },
		receipt: kept === undefined ? null : ((bytes && parseReceipt(bytes)) ?? "unreadable"),
	};
}
