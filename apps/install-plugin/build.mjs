import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";

const app = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Bundles the command line into dist/, one chunk per command, so that `--help` reads next to nothing.
 * Native and WebAssembly parts stay in node_modules: ssh2, its SFTP client, SQLite and Prisma's runtime.
 */
export async function build() {
	const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
	const outdir = join(app, "dist");
	const { metafile } = await bundle({
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
		external: ["ssh2", "ssh2-sftp-client", "better-sqlite3", "@prisma/*"],
		define: { GRAFT_VERSION: JSON.stringify(version) },
		// Bundled CommonJS packages still ask for Node's own modules by require.
		banner: {
			js: 'import{createRequire as graftRequire}from"node:module";const require=graftRequire(import.meta.url);',
		},
		metafile: true,
		logLevel: "warning",
	});
	const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
	for (const name of readdirSync(outdir)) if (!made.has(name)) rmSync(join(outdir, name));
}

if (argv[1] === fileURLToPath(import.meta.url)) await build();
