import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * A program for a Node process of its own, where a test must measure or forbid what that process does.
 * It can import from the workspaces; gives its path in `folder`.
 */
export async function makeProgram(folder: string, source: string): Promise<string> {
	const outfile = join(folder, "program.cjs");
	const resolveDir = dirname(fileURLToPath(import.meta.url));
	await build({
		stdin: { contents: source, resolveDir, loader: "ts" },
		outfile,
		bundle: true,
		platform: "node",
		format: "cjs",
	});
	return outfile;
}
