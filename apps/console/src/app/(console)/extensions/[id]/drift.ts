import type { Problem } from "@graft/core/domain/problem";

const codes = ["extension/changed-on-disk", "extension/folder-missing"];

/** Whether the folder is no longer as its archive is. */
export function isDrifted(problems: readonly Problem[]): boolean {
	return problems.some(({ code }) => codes.includes(code));
}
