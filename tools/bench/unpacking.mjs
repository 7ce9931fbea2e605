import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../lib/run.mjs";
import { bundleWorker } from "./bundle-worker.mjs";
import { findCommand, measure, measureInTurn, ratio } from "./measure.mjs";

/** Reading with every check and writing out, as a whole process, against unzip. */
export async function unpacking() {
	const unzip = findCommand("unzip");
	const folder = mkdtempSync(join(tmpdir(), "graft-bench-"));
	try {
		const maker = await bundleWorker(join(root, "tools/bench/make-zip-worker.ts"));
		const worker = await bundleWorker(join(root, "tools/bench/unpack-worker.ts"));
		const lines = [];
		for (const [name, files, size] of [
			["an extension of 20 files, 200 kB", 20, 10_000],
			["an archive of 2,000 files, 40 MB", 2_000, 20_000],
		]) {
			const archive = join(folder, `${files}.zip`);
			await measure(process.execPath, [maker, archive, String(files), String(size)]);
			let runs = 0;
			const target = () => {
				runs += 1;
				return join(folder, `out-${files}-${runs}`);
			};
			const commands = { graft: () => measure(process.execPath, [worker, archive, target()]) };
			commands.node = () => measure(process.execPath, ["-e", "0"]);
			if (unzip) commands.unzip = () => measure(unzip, ["-q", archive, "-d", target()]);
			const { graft, node, unzip: peer } = await measureInTurn(commands, 5);
			lines.push(
				`${name}: ${graft.milliseconds.toFixed(0)} ms, of which an empty node is ${node.milliseconds.toFixed(0)} ms; peak memory ${graft.mebibytes.toFixed(0)} MiB (node ${node.mebibytes.toFixed(0)})`,
				peer
					? `  against unzip: ${ratio(graft.milliseconds, peer.milliseconds)}, without node's start ${ratio(graft.milliseconds - node.milliseconds, peer.milliseconds)}`
					: "  against unzip: it is not installed here",
			);
		}
		return lines;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
