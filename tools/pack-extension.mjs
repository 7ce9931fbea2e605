// Packs an extension's folder into a zip with one root folder, `<id>-<version>/`, as a download has it.
//
//   node tools/pack-extension.mjs extensions/mountedvolumes [out.zip]
//
// The same folder gives the same bytes everywhere. What an import would refuse is not packed.
import { rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder, out] = process.argv.slice(2);
if (folder === undefined || folder.startsWith("-")) {
	process.stderr.write("usage: node tools/pack-extension.mjs FOLDER [OUT.zip]\n");
	process.exit(2);
}

const { readFolder, readExtension, writeZip, GraftError } = await loadCore();
try {
	const { tree, problems } = await readFolder(resolve(folder));
	refuse(problems);
	const { extension, problems: found } = await readExtension(tree, []);
	for (const problem of found.filter(({ severity }) => severity !== "error")) tell(problem);
	refuse(found);
	const root = `${extension.id}-${extension.version}`;
	const zip = writeZip(
		[...tree.files.values()].map(({ path, bytes }) => ({
			path: `${root}/${path}`,
			bytes,
			executable: false,
		})),
	);
	const target = resolve(out ?? `${root}.zip`);
	await writeFile(target, zip);
	process.stdout.write(`${target}\n`);
} catch (error) {
	if (!(error instanceof GraftError)) throw error;
	for (const problem of error.problems) tell(problem);
	process.stderr.write(`${error.message}\n${error.hint}\n`);
	process.exitCode = 3;
}

function refuse(problems) {
	const errors = problems.filter(({ severity }) => severity === "error");
	if (errors.length > 0)
		throw new GraftError("refused", `${folder} cannot be packed.`, { problems: errors });
}

function tell({ severity, code, path, message, hint }) {
	process.stderr.write(`${severity} ${code} ${path}: ${message} ${hint}\n`);
}

/** The core is TypeScript, and this runs by plain node: it is bundled first. */
async function loadCore() {
	const { build } = await import("esbuild");
	// Below node_modules, where what stays outside of the bundle is found.
	const outfile = join(project, "node_modules/.graft", `core-${process.pid}.mjs`);
	try {
		await build({
			stdin: {
				contents: `
					export { readFolder } from "@graft/core/archive/read-folder";
					export { writeZip } from "@graft/core/archive/write-zip";
					export { GraftError } from "@graft/core/domain/errors";
					export { readExtension } from "@graft/core/reading/read-extension";`,
				resolveDir: project,
			},
			bundle: true,
			format: "esm",
			platform: "node",
			external: ["libxml2-wasm"],
			banner: {
				js: 'import { createRequire as graftRequire } from "node:module"; const require = graftRequire(import.meta.url);',
			},
			outfile,
		});
		return await import(pathToFileURL(outfile).href);
	} finally {
		await rm(outfile, { force: true });
	}
}
