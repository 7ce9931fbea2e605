import { GraftError } from "@graft/core/domain/errors";
import type { StoredExtension } from "@graft/core/domain/extension";
import type { Context } from "../context/context.ts";
import { extensionFolder } from "../context/paths.ts";
import { extensionCodes } from "../tasks/codes.ts";
import type { FolderLook } from "../tasks/folders.ts";
import { problemsOf } from "../tasks/inspection.ts";

type Reader = Pick<Context, "paths" | "runTask">;

/** With its files; `tree` is null where there is no such folder. */
export function readOne(
	{ paths, runTask }: Reader,
	folder: string,
	neighbours: readonly StoredExtension[],
) {
	return runTask("readFolder", extensionFolder(paths, folder), neighbours);
}

/** Parsed unless `neighbours` is null. One that cannot be read within the limits says so. */
export async function lookAtOne(
	{ paths, runTask }: Reader,
	folder: string,
	neighbours: readonly StoredExtension[] | null,
): Promise<FolderLook> {
	try {
		return await runTask("lookAtFolder", extensionFolder(paths, folder), neighbours);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const problems = problemsOf(error, extensionCodes["extension/unreadable-folder"]);
		return { digest: null, problems, reading: null };
	}
}
