import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build as bundle } from "esbuild";

const app = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

const entry = "install-plugin.mjs";

/**
 * Bundles the command line into dist/, one chunk per command, so that `--help` reads next to nothing.
 * SQLite's driver is native, and ssh2 loads parts by names that a bundle does not have: both stay in node_modules.
 */
export async function build() {
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const outdir = join(app, "dist");
	const { outputFiles } = await bundle({
		absWorkingDir: app,
		entryPoints: ["src/install-plugin.ts"],
		outdir,
		outExtension: { ".js": ".mjs" },
		chunkNames: "[name]-[hash]",
		bundle: true,
		splitting: true,
		minifySyntax: true,
		minifyWhitespace: true,
		format: "esm",
		platform: "node",
		target: "node20",
		external: ["ssh2", "ssh2-sftp-client", "better-sqlite3"],
		plugins: [englishOnly, rawWebAssembly],
		define: { GRAFT_VERSION: JSON.stringify(version) },
		// Bundled CommonJS packages still ask for Node's own modules by require.
		banner: {
			js: 'import{createRequire as graftRequire}from"node:module";const require=graftRequire(import.meta.url);',
		},
		write: false,
		logLevel: "warning",
	});
	// Each file is swapped in whole, the entry last: a command that starts meanwhile finds all of one build.
	mkdirSync(outdir, { recursive: true });
	const made = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
	made.sort((one, other) => Number(one.name === entry) - Number(other.name === entry));
	for (const { name, contents } of made) {
		const staged = join(outdir, `.${name}.${process.pid}`);
		writeFileSync(staged, contents);
		renameSync(staged, join(outdir, name));
	}
	const current = new Set(made.map(({ name }) => name));
	for (const name of readdirSync(outdir))
		if (!name.startsWith(".") && !current.has(name)) rmSync(join(outdir, name));
}

/** zod brings its messages in fifty languages, half of its size; ours are shown in English. */
const englishOnly = {
	name: "english-only",
	setup({ onLoad }) {
		onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
			contents: 'export { default as en } from "./en.js";',
			loader: "js",
		}));
	},
};

/**
 * Prisma's query compiler comes as base64 in a module: two megabytes of text to read, parse and decode for each
 * command. Here it lies beside the bundle as the bytes that it is; Buffer.from, which gets them, takes both.
 */
const rawWebAssembly = {
	name: "raw-web-assembly",
	setup({ onLoad, onResolve }) {
		onLoad({ filter: /\.wasm-base64\.mjs$/, namespace: "file" }, ({ path }) => ({
			contents: `
				import { readFileSync } from "node:fs";
				import file from ${JSON.stringify(`bytes-of:${path}`)};
				export const wasm = readFileSync(new URL(file, import.meta.url));`,
			resolveDir: app,
		}));
		onResolve({ filter: /^bytes-of:/ }, ({ path }) => ({
			path: path.slice("bytes-of:".length),
			namespace: "bytes-of",
		}));
		onLoad({ filter: /./, namespace: "bytes-of" }, async ({ path }) => {
			const { wasm } = await import(pathToFileURL(path).href);
			return { contents: Buffer.from(wasm, "base64"), loader: "file" };
		});
	},
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
