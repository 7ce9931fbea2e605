import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "../lib/run.mjs";
import { measure, measureInTurn, ratio } from "./measure.mjs";

/** The command line, from start to end, against a node process that does nothing. */
export async function startUp() {
	const folder = mkdtempSync(join(tmpdir(), "graft-bench-"));
	const program = join(root, "apps/install-plugin/dist/install-plugin.mjs");
	const server = join(folder, "server");
	for (const name of ["plugins", "perl"]) mkdirSync(join(server, name), { recursive: true });
	const env = {
		...process.env,
		GRAFT_HOME: join(folder, "home"),
		EXTENSIONS_DIR: join(folder, "extensions"),
	};
	try {
		const archive = join(folder, "mountedvolumes.zip");
		const own = join(root, "extensions/mountedvolumes");
		await measure(process.execPath, [program, "pack", own, "--output", archive], { env });
		await measure(process.execPath, [program, "import", archive, "--yes"], { env });
		const ours =
			(...args) =>
			() =>
				measure(process.execPath, [program, ...args], { env });
		const { node, help, plan, status } = await measureInTurn(
			{
				node: () => measure(process.execPath, ["-e", "0"]),
				help: ours("--help"),
				plan: ours("plan", "mountedvolumes", "--server", "local", "--server-dir", server, "--json"),
				status: ours("status", "--json"),
			},
			7,
		);
		const line = (name, it) =>
			`${name}: ${it.milliseconds.toFixed(0)} ms, ${ratio(it.milliseconds, node.milliseconds)} an empty node process (${node.milliseconds.toFixed(0)} ms); peak memory ${it.mebibytes.toFixed(0)} MiB, ${ratio(it.mebibytes, node.mebibytes)} (${node.mebibytes.toFixed(0)} MiB)`;
		return [
			line("--help", help),
			line("plan of one extension on a local server", plan),
			line("status", status),
		];
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
