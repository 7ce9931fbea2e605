import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ocsFiles, under } from "../builders/ocs-files.ts";
import { sha256 } from "../builders/tree.ts";
import { makeZip } from "../builders/zip.ts";

export const project = fileURLToPath(new URL("../..", import.meta.url));
export const program = join(project, "tools/install-plugin.mjs");

export interface Ended {
	code: number | null;
	stdout: string;
	stderr: string;
}

/** One instance of Graft in a temporary folder, and the built command that works on it. */
export interface Instance {
	folder: string;
	env: NodeJS.ProcessEnv;
	/** An OCS server's own folder, with plugins/ and perl/, as `--server-dir` takes it. */
	serverDir: string;
	run(
		args: readonly string[],
		options?: { env?: NodeJS.ProcessEnv; input?: string; cwd?: string },
	): Promise<Ended>;
	/** The object on stdout; the exit code goes with it. */
	json<Value>(args: readonly string[]): Promise<{ code: number | null; value: Value }>;
	/** Writes a zip as GitHub hands it out, and gives its path. */
	zip(name: string, files?: Record<string, string | Uint8Array>): Promise<string>;
	/** Every file below the instance by path, with its sha256. */
	snapshot(below?: string): Promise<Record<string, string>>;
	remove(): Promise<void>;
}

/** `extensions` is where it unpacks them, a folder of its own unless another is named. */
export async function makeInstance(extensions?: string): Promise<Instance> {
	const folder = await realpath(await mkdtemp(join(tmpdir(), "graft-cli-")));
	const serverDir = join(folder, "server");
	await mkdir(join(serverDir, "plugins"), { recursive: true });
	await mkdir(join(serverDir, "perl"));
	const { PATH, TMPDIR } = process.env;
	const env: NodeJS.ProcessEnv = {
		PATH,
		...(TMPDIR === undefined ? {} : { TMPDIR }),
		HOME: join(folder, "user"),
		GRAFT_HOME: join(folder, "home"),
		EXTENSIONS_DIR: extensions ?? join(folder, "extensions"),
	};
	await mkdir(join(folder, "user"));
	const run: Instance["run"] = (args, options = {}) =>
		runProgram(args, { ...env, ...options.env }, options);
	return {
		folder,
		env,
		serverDir,
		run,
		async json<Value>(args: readonly string[]) {
			const { code, stdout } = await run([...args, "--json"]);
			return { code, value: JSON.parse(stdout) as Value };
		},
		async zip(name, files = ocsFiles()) {
			const path = join(folder, name);
			await writeFile(path, makeZip(under("probe-master", files)));
			return path;
		},
		snapshot: (below = folder) => snapshot(below),
		async remove() {
			await rm(folder, { recursive: true, force: true });
			await removeState(folder);
		},
	};
}

/** What a server keeps for root lies outside the instance where root itself is signed in over SSH. */
async function removeState(folder: string): Promise<void> {
	const state = "/var/lib/graft";
	const places = await readdir(state).catch(() => []);
	const ours = places.filter((place) => place.includes(`-${basename(folder)}-`));
	await Promise.all(ours.map((place) => rm(join(state, place), { recursive: true })));
}

function runProgram(
	args: readonly string[],
	env: NodeJS.ProcessEnv,
	{ input = "", cwd = tmpdir() }: { input?: string; cwd?: string },
): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [program, ...args], { env, cwd });
		let stdout = "";
		let stderr = "";
		child.stdout.setEncoding("utf8").on("data", (text) => {
			stdout += text;
		});
		child.stderr.setEncoding("utf8").on("data", (text) => {
			stderr += text;
		});
		child.once("error", reject);
		child.once("close", (code) => resolve({ code, stdout, stderr }));
		child.stdin.on("error", () => {}).end(input);
	});
}

async function snapshot(folder: string): Promise<Record<string, string>> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const files: [string, string][] = await Promise.all(
		entries.map(async (entry): Promise<[string, string]> => {
			const path = join(entry.parentPath, entry.name);
			return [path, entry.isFile() ? sha256(await readFile(path)) : "folder"];
		}),
	);
	return Object.fromEntries(files.sort(([one], [other]) => (one < other ? -1 : 1)));
}
