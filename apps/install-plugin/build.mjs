import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";

const app = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

const entry = "install-plugin.mjs";

/**
 * Bundles the command line into dist/, one chunk per command, so that `--help` reads next to nothing.
 * Native and WebAssembly parts stay in node_modules: ssh2, its SFTP client, SQLite and Prisma's runtime.
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
		external: ["ssh2", "ssh2-sftp-client", "better-sqlite3", "@prisma/*"],
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

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
