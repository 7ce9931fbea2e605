import { mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { root } from "../lib/run.mjs";

/** Bundles a TypeScript worker that uses core, and gives the path of what plain node can run. */
export async function bundleWorker(path) {
	const folder = join(root, "node_modules", ".graft", "bench");
	mkdirSync(folder, { recursive: true });
	const outfile = join(folder, `${basename(path, ".ts")}.mjs`);
	await build({
		entryPoints: [path],
		outfile,
		bundle: true,
		platform: "node",
		format: "esm",
		target: "node20",
		// Native, or modules that find files of their own beside them.
		external: [
			...["ssh2", "ssh2-sftp-client", "adm-zip", "better-sqlite3", "libxml2-wasm", "mariadb"],
			...["tinypool", "@prisma/*"],
		],
		logLevel: "error",
	});
	return outfile;
}
