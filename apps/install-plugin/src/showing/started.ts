import type { StartedExtension } from "@graft/services/archives/start-extension";
import { oneLine } from "./one-line.ts";

/** A new extension, and what to do with it next. */
export function startedLines({ id, platform, folder, files, written }: StartedExtension): string[] {
	const where = oneLine(folder);
	return [
		`${written ? "Started" : "Would start"} ${id}, for ${platform}, in ${where}:`,
		...files.map((path) => `  ${path}`),
		...(written ? [`Its README.md says what to change. Then: install-plugin pack ${where}`] : []),
	];
}
