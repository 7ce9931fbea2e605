import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Files } from "./tree.ts";

/** By paths below a folder; what begins with #! can be executed. */
export function writeFiles(folder: string, files: Files): void {
	for (const [path, content] of Object.entries(files)) {
		const target = join(folder, path);
		mkdirSync(dirname(target), { recursive: true });
		const mode = content.toString().startsWith("#!") ? 0o755 : 0o644;
		writeFileSync(target, content, { mode });
	}
}
