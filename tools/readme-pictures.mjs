// Takes the pictures of the README, light and dark, from a real console with our own extension in it.
//
//   node tools/readme-pictures.mjs
//
// It needs Debian's chromium, as the tests in a browser do.
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare } from "./lib/prepare.mjs";
import { capture, fail, root, say } from "./lib/run.mjs";

const folder = join(root, "docs/images");
const size = { width: 860, height: 860 };

await prepare(["dependencies", "driver", "client", "worker", "console"]);
const { noChromium, startBrowser, startConsole, setUp, upload } = await loadHelpers();
if (noChromium !== undefined) fail(noChromium);

const zip = join(root, "node_modules/.graft/mountedvolumes.zip");
const packed = await capture(process.execPath, [
	"tools/install-plugin.mjs",
	"pack",
	"extensions/mountedvolumes",
	"--output",
	zip,
	"--yes",
]);
if (packed.code !== 0) fail(packed.output);

const [server, browser] = await Promise.all([startConsole(), startBrowser()]);
try {
	const page = await browser.newPage({ viewport: size, reducedMotion: "reduce" });
	await setUp(page, server);
	await upload(page, "mountedvolumes.zip", await readFile(zip));
	await mkdir(folder, { recursive: true });
	for (const colorScheme of ["light", "dark"]) {
		await page.emulateMedia({ colorScheme });
		const path = join(folder, `review-${colorScheme}.png`);
		await writeFile(path, await page.screenshot());
		say(path);
	}
} finally {
	await browser.close();
	await server.stop();
	await rm(zip, { force: true });
}

/** What tests in a browser have is TypeScript, and this runs by plain node: it is bundled first. */
async function loadHelpers() {
	const { build } = await import("esbuild");
	// As deep below the project as the tests are, for they find the console from where they lie.
	const outfile = join(root, "node_modules/.graft", `pictures-${process.pid}.mjs`);
	try {
		await build({
			stdin: {
				contents: `
					export { noChromium, startBrowser } from "./test/browser/chromium.ts";
					export { startConsole } from "./test/browser/console-server.ts";
					export { setUp, upload } from "./test/browser/pages.ts";`,
				resolveDir: root,
			},
			bundle: true,
			format: "esm",
			platform: "node",
			packages: "external",
			outfile,
		});
		return await import(pathToFileURL(outfile).href);
	} finally {
		await rm(outfile, { force: true });
	}
}
