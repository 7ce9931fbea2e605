import { spawn } from "node:child_process";
import type { FileTree } from "@graft/core/domain/archive";
import { isRefused } from "@graft/core/domain/problem";
import type { Platform, Reading } from "@graft/core/platforms/platform";
import { platforms } from "@graft/core/platforms/registry";
import { findPhp } from "./find-php.ts";

/** What `php -l` says of a source; it runs nothing of it. */
export type PhpVerdict =
	| { readonly fault: null }
	| { readonly fault: string; readonly line: number };

const DEADLINE_MS = 5_000;
const LONGEST_ANSWER = 64 * 1024;

/** A reading, with what the PHP of this machine refuses in it. What is refused already is not asked about. */
export async function withPhp(tree: FileTree, reading: Reading): Promise<Reading> {
	const platform = platforms.find(({ id }) => id === reading.extension?.platform);
	const source = sourceFor(tree, platform);
	return source === undefined || isRefused(reading.problems)
		? reading
		: withVerdict(reading, platform, await askPhp(source));
}

export interface AskedReading {
	readonly reading: Reading;
	/** False where PHP was asked and gave no verdict: it may give one the next time. */
	readonly lasts: boolean;
}

/** The same of what was read and taken before: PHP is asked meanwhile. */
export async function withPhpMeanwhile(
	tree: FileTree,
	reading: Promise<Reading>,
): Promise<AskedReading> {
	const platform = platforms.find((each) => each.php !== undefined && each.recognise(tree));
	const source = sourceFor(tree, platform);
	const [read, verdict] = await Promise.all([
		reading,
		source === undefined ? null : askPhp(source),
	]);
	const isMeant = read.extension?.platform === platform?.id && !isRefused(read.problems);
	if (source === undefined || !isMeant) return { reading: read, lasts: true };
	return {
		reading: withVerdict(read, platform, verdict),
		lasts: verdict !== null || findPhp() === null,
	};
}

function sourceFor(tree: FileTree, platform: Platform | undefined): Uint8Array | undefined {
	return platform?.php && tree.files.get(platform.php.path)?.bytes;
}

function withVerdict(
	reading: Reading,
	platform: Platform | undefined,
	verdict: PhpVerdict | null,
): Reading {
	if (!platform?.php || verdict === null || verdict.fault === null) return reading;
	const problem = platform.php.problem(verdict.line, verdict.fault);
	return { ...reading, problems: [problem, ...reading.problems] };
}

/** Asks the PHP of this machine, without its settings and modules; null where there is none, or it gave no verdict. */
export async function askPhp(source: Uint8Array): Promise<PhpVerdict | null> {
	const php = findPhp();
	const said = php === null ? null : await run(php.path, source);
	if (said === null) return null;
	if (said.code === 0) return { fault: null };
	const fault = /(?:Parse|Fatal) error:\s+(.*?) in Standard input code on line (\d+)/.exec(
		said.output,
	);
	return fault === null ? null : { fault: fault[1] ?? "", line: Number(fault[2]) };
}

/** The source comes by standard input: no file of a package gets a place of its own for this. */
function run(
	program: string,
	source: Uint8Array,
): Promise<{ code: number | null; output: string } | null> {
	return new Promise((resolve) => {
		const php = spawn(program, ["-n", "-d", "display_errors=stdout", "-d", "html_errors=0", "-l"], {
			stdio: ["pipe", "pipe", "ignore"],
			env: { PATH: process.env.PATH, LC_ALL: "C" } as unknown as NodeJS.ProcessEnv,
			// Not "timeout": where there is no PHP, its timer would keep this process for as long.
			signal: AbortSignal.timeout(DEADLINE_MS),
			killSignal: "SIGKILL",
		});
		let output = "";
		php.stdout.on("data", (data: Buffer) => {
			if (output.length < LONGEST_ANSWER) output += data.toString("latin1");
		});
		php.on("error", () => resolve(null));
		php.on("close", (code) => resolve(code === null ? null : { code, output }));
		// PHP may end before it has read all of it.
		php.stdin.on("error", () => undefined);
		php.stdin.end(source);
	});
}
