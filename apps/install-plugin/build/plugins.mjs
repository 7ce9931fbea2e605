import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { runInNewContext } from "node:vm";

/** zod brings its messages in fifty languages, half of its size; ours are shown in English. */
export const englishOnly = {
	name: "english-only",
	setup({ onLoad }) {
		onLoad({ filter: /zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
			contents: 'export { default as en } from "./en.js";',
			loader: "js",
		}));
	},
};

/** SQLite's driver looks for its native half in many places, by reading a stack trace; it lies where npm makes it. */
export const nativeSqlite = {
	name: "native-sqlite",
	setup({ onLoad, onResolve }) {
		onResolve({ filter: /^bindings$/ }, ({ path }) => ({ path, namespace: "bindings" }));
		onLoad({ filter: /./, namespace: "bindings" }, () => ({
			contents: 'module.exports = (name) => require("better-sqlite3/build/Release/" + name);',
		}));
	},
};

/**
 * Prisma's query compiler comes as base64 in a module: two megabytes of text to read, parse and decode for each
 * command. Here it lies beside the bundle as the bytes that it is; Buffer.from, which gets them, takes both.
 */
export const rawWebAssembly = {
	name: "raw-web-assembly",
	setup({ onLoad, onResolve }) {
		onLoad({ filter: /\.wasm-base64\.mjs$/, namespace: "file" }, ({ path }) => ({
			contents: `
				import { readFileSync } from "node:fs";
				import file from ${JSON.stringify(`bytes-of:${path}`)};
				export const wasm = readFileSync(new URL(file, import.meta.url));`,
			resolveDir: dirname(path),
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
export const rawXmlParser = {
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
			return { contents, resolveDir: dirname(path) };
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
