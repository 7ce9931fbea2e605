import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { capture, root } from "../lib/run.mjs";
import { bundleWorker } from "./bundle-worker.mjs";

/**
 * Two files on 1, 50 and 200 hosts over SSH with host keys checked. One sshd answers for all of them, in a network
 * namespace of its own whose 127.0.0.0/8 nobody else reaches; so client and hosts share the processors of this machine.
 */
export async function manyHosts() {
	if (process.getuid?.() !== 0 || !existsSync("/usr/sbin/sshd"))
		return ["left out: it needs root and openssh-server"];
	if (spawnSync("unshare", ["--net", "true"]).status !== 0)
		return ["left out: this system does not let us make a network namespace"];
	const worker = await bundleWorker(join(root, "tools/bench/many-hosts-worker.ts"));
	const { code, output } = await capture("unshare", [
		"--net",
		"sh",
		"-c",
		'ip link set lo up && exec "$0" "$1"',
		process.execPath,
		worker,
	]);
	if (code !== 0) throw new Error(output);
	return output.trim().split("\n");
}
