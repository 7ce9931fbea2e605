import type { Problem } from "@graft/core/domain/problem";
import type { ManagedRow } from "@graft/database/quick-look";
import { extensionCodes } from "../tasks/codes.ts";

/** What is wrong with the folder of an extension as such; `digest` is undefined where it is gone. */
export function folderProblems(
	row: ManagedRow,
	digest: string | null | undefined,
): readonly Problem[] {
	if (digest === row.archive.treeSha256) return [];
	const about = { severity: "warning", path: "", part: "web" } as const;
	if (digest === undefined) {
		return [
			{
				...about,
				code: extensionCodes["extension/folder-missing"],
				message: `The folder ${row.id} is gone.`,
				hint: `Choose version ${row.archive.version} again: that restores it.`,
			},
		];
	}
	if (digest === null) {
		return [
			{
				...about,
				code: extensionCodes["extension/unreadable-folder"],
				message: `The folder ${row.id} cannot be read completely, so Graft cannot tell whether it matches its archive.`,
				hint: "Check the rights on it, and whether it holds links. Choosing a version again restores that version.",
			},
		];
	}
	return [
		{
			...about,
			code: extensionCodes["extension/changed-on-disk"],
			message: `The folder ${row.id} differs from its archive: somebody changed it.`,
			hint: `Choose version ${row.archive.version} again to undo the change, or keep the change as a version of its own.`,
		},
	];
}
