import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Files } from "../builders/tree.ts";

/** Writes files as somebody does who unpacks an archive by hand. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
	for (const [path, content] of Object.entries(files)) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await writeFile(join(folder, path), content);
	}
}
