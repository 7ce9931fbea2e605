import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { context } from "esbuild";
import { readerVersion } from "./reader-version.mjs";

const folder = fileURLToPath(new URL(".", import.meta.url));

/**
 * Bundles a worker for the task pool: Node runs no TypeScript, and what Next and vitest make of it can be started by
 * themselves only. `watch`: again at each change, until the process ends; its reader changes, and has no version.
 */
export async function buildWorker({
	entry = "src/tasks/worker.ts",
	outfile = join(folder, "dist/worker.mjs"),
	watch = false,
} = {}) {
	const bundling = await context({
		absWorkingDir: folder,
		entryPoints: [entry],
		outfile,
		bundle: true,
		format: "esm",
		platform: "node",
		target: "node20",
		// They find files of their own beside them.
		external: ["tinypool", "libxml2-wasm"],
		define: watch ? {} : { GRAFT_READER: JSON.stringify(readerVersion()) },
		banner: {
			js: 'import{createRequire as graftRequire}from"node:module";const require=graftRequire(import.meta.url);',
		},
		write: false,
		logLevel: "warning",
		plugins: [{ name: "swap-in", setup: ({ onEnd }) => onEnd(swapIn) }],
	});
	if (watch) return bundling.watch();
	await bundling.rebuild();
	await bundling.dispose();
}

/** Whole: a worker that starts meanwhile finds one or the other. */
function swapIn({ outputFiles }) {
	for (const { path, contents } of outputFiles ?? []) {
		mkdirSync(join(path, ".."), { recursive: true });
		const staged = `${path}.${process.pid}`;
		writeFileSync(staged, contents);
		renameSync(staged, path);
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildWorker();
