import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { makeScripts } from "./build/scripts.mjs";

const app = fileURLToPath(new URL(".", import.meta.url));
const dist = join(app, "dist");
const entry = "install-plugin.mjs";
const inMaking = ".making-";

/**
 * Bundles the command line into a folder of its own in dist/, with V8's code cache, and swaps in the entry that names it
 * last: a command that starts meanwhile finds all of one build.
 */
export async function build() {
	const id = randomUUID().slice(0, 8);
	// With a dot: the build of an earlier version takes away what it does not know, and can do so with files only.
	const name = `.build-${id}`;
	const staged = join(dist, `${inMaking}${id}`);
	const before = existsSync(dist) ? readdirSync(dist) : [];
	mkdirSync(staged, { recursive: true });
	try {
		for (const { name, contents } of await makeScripts())
			writeFileSync(join(staged, name), contents);
		await warmUp(staged, join(dist, name));
		renameSync(staged, join(dist, name));
	} finally {
		rmSync(staged, { recursive: true, force: true });
	}

	const stagedEntry = join(dist, `${inMaking}${id}.mjs`);
	const define = { GRAFT_SCRIPTS: JSON.stringify(name) };
	await bundleAlone("src/install-plugin.ts", stagedEntry, define);
	renameSync(stagedEntry, join(dist, entry));
	for (const old of before)
		if (old !== entry && !old.startsWith(inMaking))
			rmSync(join(dist, old), { recursive: true, force: true });
}

async function warmUp(scripts, shownAs) {
	const program = join(scripts, "warm-up.mjs");
	await bundleAlone("build/warm-up.mjs", program);
	const extension = join(app, "../../extensions/mountedvolumes");
	execFileSync(process.execPath, [program, scripts, shownAs, extension], { stdio: "ignore" });
	rmSync(program);
}

function bundleAlone(entryPoint, outfile, define = {}) {
	return bundle({
		absWorkingDir: app,
		entryPoints: [entryPoint],
		outfile,
		define,
		bundle: true,
		minifySyntax: true,
		minifyWhitespace: true,
		format: "esm",
		platform: "node",
		target: "node20",
		logLevel: "warning",
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
