import type { ArchiveCode } from "../archive/codes.ts";
import { archiveProblem, shown } from "../archive/problems.ts";
import { holdsInvisible, windowsObjection } from "../archive/windows-names.ts";
import type { FileTree } from "../domain/archive.ts";
import type { Extension } from "../domain/extension.ts";
import type { Problem } from "../domain/problem.ts";

/**
 * Names that are safe to unpack here and are not kept everywhere, or not seen as they are. Where the platform says that
 * a file goes to Windows agents, it is refused; elsewhere it is a warning.
 */
export function fileNameProblems(tree: FileTree, extension: Extension | null): Problem[] {
	const toWindows = new Map(extension?.parts.agents.windows.map(({ from, as }) => [from, as]));
	return [...tree.files.keys()].flatMap((path) => {
		const severity = toWindows.has(path) ? "error" : "warning";
		const say = (code: ArchiveCode, message: string): Problem => ({
			...archiveProblem(code, path, message),
			severity,
		});
		const names = [...path.split("/"), toWindows.get(path) ?? ""];
		const why = names.map(windowsObjection).find((one) => one !== undefined);
		return [
			...(why === undefined ? [] : [say("archive/windows-name", `${shown(path)}: ${why}.`)]),
			...(holdsInvisible(path)
				? [say("archive/invisible-name", `${shown(path)} holds characters that nobody sees.`)]
				: []),
		];
	});
}
