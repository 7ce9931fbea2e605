import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";
import { build as bundle } from "esbuild";
import { readerVersion } from "../../packages/services/reader-version.mjs";

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
		plugins: [englishOnly, rawWebAssembly, rawXmlParser],
		define: {
			GRAFT_VERSION: JSON.stringify(version),
			GRAFT_READER: JSON.stringify(readerVersion()),
		},
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

/**
 * libxml2 comes as WebAssembly in a string of a module, which each command that reads an extension would parse and decode
 * for longer than it runs. It lies beside the bundle too; where the module is made in another way, it stays as it is.
 */
const rawXmlParser = {
	name: "raw-xml-parser",
	setup({ onLoad, onResolve }) {
		onLoad({ filter: /libxml2raw\.mjs$/, namespace: "file" }, ({ path }) => {
			const source = readFileSync(path, "utf8");
			const found = xmlParserIn(source);
			if (found === null) return undefined;
			const contents = `
				import { readFileSync as graftRead } from "node:fs";
				import graftFile from ${JSON.stringify(`xml-parser-of:${path}`)};
				${source.replace(found.call, () => "graftRead(new URL(graftFile, import.meta.url))")}`;
			return { contents, resolveDir: app };
		});
		onResolve({ filter: /^xml-parser-of:/ }, ({ path }) => ({
			path: path.slice("xml-parser-of:".length),
			namespace: "xml-parser-of",
		}));
		onLoad({ filter: /./, namespace: "xml-parser-of" }, ({ path }) => ({
			contents: xmlParserIn(readFileSync(path, "utf8")).bytes,
			loader: "file",
		}));
	},
};

/** The call that decodes the string, and what it gives; null where nothing there is a WebAssembly of one byte a letter. */
function xmlParserIn(source) {
	const [, call, literal] = /\?\?=(\w+\(('\0asm(?:[^'\\]|\\.)*')\))/s.exec(source) ?? [];
	if (literal === undefined) return null;
	const bytes = Buffer.from(runInNewContext(literal), "latin1");
	return WebAssembly.validate(bytes) ? { call, bytes } : null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
