import { join } from "node:path";
import { prepare } from "../lib/prepare.mjs";
import { capture, root } from "../lib/run.mjs";
import { bundleWorker } from "./bundle-worker.mjs";

/** The built console beside 20 and beside 1,000 extensions, each with 200 servers, in one run. */
export async function benchConsole() {
	await prepare(["worker", "console"]);
	const worker = await bundleWorker(join(root, "tools/bench/console-worker.ts"));
	const { code, output } = await capture(process.execPath, [worker, root]);
	if (code !== 0) throw new Error(output);
	return output.trim().split("\n");
}
