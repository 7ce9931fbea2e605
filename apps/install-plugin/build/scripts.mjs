import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { readerVersion } from "../../../packages/services/reader-version.mjs";
import { englishOnly, nativeSqlite, rawWebAssembly, rawXmlParser } from "./plugins.mjs";

const app = fileURLToPath(new URL("..", import.meta.url));
const root = fileURLToPath(new URL("../../..", import.meta.url));

const common = {
	absWorkingDir: app,
	outdir: "dist",
	bundle: true,
	minifySyntax: true,
	minifyWhitespace: true,
	format: "esm",
	platform: "node",
	target: "node20",
	write: false,
	logLevel: "warning",
};

/**
 * The command line as files by their names: start.js, and one script per command and for what several share, so that
 * `--help` reads next to nothing. Each is a function, as src/starting/script-loader.ts calls it.
 */
export async function makeScripts() {
	const parser = await makeXmlParser();
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const { outputFiles, metafile } = await build({
		...common,
		entryPoints: ["src/start.ts"],
		chunkNames: "[name]-[hash]",
		splitting: true,
		metafile: true,
		// ssh2 loads parts by names that a bundle does not have.
		external: ["ssh2", "ssh2-sftp-client"],
		plugins: [englishOnly, nativeSqlite, rawWebAssembly, madeBefore("libxml2-wasm", parser.name)],
		define: {
			GRAFT_VERSION: JSON.stringify(version),
			GRAFT_READER: JSON.stringify(readerVersion()),
		},
	});
	const outputs = new Map(
		Object.entries(metafile.outputs).map(([path, output]) => [basename(path), output]),
	);
	const made = outputFiles.map(async ({ path, contents, text }) => {
		const name = basename(path);
		return { name, contents: name.endsWith(".js") ? await asFunction(text, outputs) : contents };
	});
	return [...parser.files, ...together(await Promise.all(made), outputs)];
}

/** To open and compile a small file takes longer than what is in it: those that several share lie in one, by their names. */
function together(files, outputs) {
	const isSmall = ({ name, contents }) =>
		name.endsWith(".js") && contents.length < 2048 && outputs.get(name).entryPoint === undefined;
	const small = files.filter(isSmall).map(({ name, contents }) => `"./${name}":${contents}`);
	const shared = { name: "shared.js", contents: `({${small.join(",\n")}})` };
	return [shared, ...files.filter((file) => !isSmall(file))];
}

/** libxml2 waits for its WebAssembly while it is loaded, which only a module can: it stays one, with a file beside it. */
async function makeXmlParser() {
	const { outputFiles } = await build({
		...common,
		entryPoints: ["libxml2-wasm"],
		entryNames: "[name]-[hash]",
		outExtension: { ".js": ".mjs" },
		plugins: [rawXmlParser],
		banner: {
			js: 'import{createRequire as graftRequire}from"node:module";const require=graftRequire(import.meta.url);',
		},
	});
	const files = outputFiles.map(({ path, contents }) => ({ name: basename(path), contents }));
	return { files, name: files.find(({ name }) => name.startsWith("libxml2-wasm")).name };
}

function madeBefore(library, name) {
	return {
		name: "made-before",
		setup({ onResolve }) {
			const filter = new RegExp(`^${library}$`);
			onResolve({ filter }, () => ({ path: `./${name}`, external: true }));
		},
	};
}

/** A module of the bundle as a function of what it needs: `importScript` takes the place of import(), which a script cannot. */
async function asFunction(text, outputs) {
	const calls = text.replace(/\bimport\("([^"]+)"\)/g, (_, name) => {
		const modules = JSON.stringify(modulesBelow(basename(name), outputs));
		return `importScript("${name}"${modules === "[]" ? "" : `,${modules}`})`;
	});
	const { code } = await transform(calls, {
		// A module to Node: what it imports from CommonJS is the default.
		sourcefile: "script.mjs",
		format: "cjs",
		platform: "node",
		target: "node20",
		minifySyntax: true,
		minifyWhitespace: true,
		define: { "import.meta.url": "graftUrl", "import.meta.dirname": "graftFolder" },
	});
	return `(function(exports,require,module,graftFolder,graftUrl,importScript){${code}})`;
}

/** The modules that a script imports, or one that it imports. */
function modulesBelow(name, outputs, seen = new Set()) {
	if (seen.has(name)) return [];
	seen.add(name);
	const { imports = [] } = outputs.get(name) ?? {};
	const here = imports.filter(({ kind }) => kind === "import-statement");
	return here.flatMap(({ path }) =>
		path.endsWith(".mjs") ? [path] : modulesBelow(basename(path), outputs, seen),
	);
}
