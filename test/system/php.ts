import { spawnSync } from "node:child_process";

/** Why PHP cannot be asked here; "" where it can. */
export const noPhp =
	spawnSync("php", ["-n", "-v"]).status === 0 ? "" : "PHP is not on this machine";

/**
 * What PHP code prints as JSON, given `input` decoded from JSON in `$input`. Without an ini file: its own defaults, and
 * the extensions that are named.
 */
export function askPhp(code: string, input: unknown, extensions: readonly string[] = []): unknown {
	const loaded = extensions.flatMap((name) => ["-d", `extension=${name}`]);
	const program = `$input = json_decode(stream_get_contents(STDIN), true); ${code}`;
	const { stdout, stderr, status } = spawnSync("php", ["-n", ...loaded, "-r", program], {
		input: JSON.stringify(input),
		maxBuffer: 64 * 1024 * 1024,
	});
	if (status !== 0) throw new Error(`PHP failed: ${stdout} ${stderr}`);
	return JSON.parse(String(stdout));
}
