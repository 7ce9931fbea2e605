import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The rules, what calls them in a worker or in the command line, and the libraries that both stand on. */
export const readers = ["packages/core/src", "packages/services/src/tasks", "package-lock.json"];

/**
 * Hex; another one wherever anything that reads extensions changed: what another reader read is not taken for what this
 * one would read. `root` is the folder of the project.
 */
export function readerVersion(root = fileURLToPath(new URL("../..", import.meta.url))) {
	const hash = createHash("sha256");
	for (const file of readers.flatMap((path) => filesIn(root, path)))
		hash.update(JSON.stringify([file, readFileSync(join(root, file), "latin1")]));
	return hash.digest("hex");
}

function filesIn(root, path) {
	if (path === "package-lock.json") return [path];
	return readdirSync(join(root, path), { withFileTypes: true })
		.sort((one, other) => (one.name < other.name ? -1 : 1))
		.flatMap((entry) => {
			const inside = `${path}/${entry.name}`;
			if (entry.isDirectory()) return filesIn(root, inside);
			return entry.name.endsWith(".test.ts") ? [] : [inside];
		});
}
