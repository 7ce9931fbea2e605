import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const execute = promisify(execFile);
const root = resolve(import.meta.dirname, "../..");
const here = "test/dropped-in";

/** A copy of this project in which somebody has added a platform: a folder, a line and a sample. */
export interface Project {
	readonly folder: string;
	/** Runs one of its programs in it; throws with what it said where that fails. */
	run(argv: readonly string[]): Promise<void>;
	remove(): Promise<void>;
}

export async function projectWithTidewatch(): Promise<Project> {
	const folder = await mkdtemp(join(tmpdir(), "graft-dropped-in-"));
	await copyProject(folder);
	const platforms = join(folder, "packages/core/src/platforms");
	await cp(join(root, here, "tidewatch"), join(platforms, "tidewatch"), { recursive: true });
	await edit(join(platforms, "registry.ts"), [
		["\nimport type", '\nimport { tidewatch } from "./tidewatch/platform.ts";\nimport type'],
		["\tpanoptes,\n];", "\tpanoptes,\n\ttidewatch,\n];"],
	]);
	await edit(join(folder, "test/builders/samples.ts"), [
		[
			"\nimport type",
			'\nimport { tidewatchSample } from "../dropped-in/tidewatch-files.ts";\nimport type',
		],
		["\tpanoptes: {", "\ttidewatch: tidewatchSample,\n\tpanoptes: {"],
	]);
	return {
		folder,
		async run([program = "", ...args]) {
			const env = { ...process.env, NODE_ENV: undefined, VITEST: undefined, FORCE_COLOR: "0" };
			const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
			await execute(program, args, options).catch((error: unknown) => {
				const { stdout, stderr } = error as { stdout?: string; stderr?: string };
				throw new Error(`${program} ${args.join(" ")}:\n${stdout}\n${stderr}`, { cause: error });
			});
		},
		remove: () => rm(folder, { recursive: true, force: true }),
	};
}

/** All that git would take along, and what was prepared here: neither is there anything to fetch, nor to install. */
async function copyProject(folder: string): Promise<void> {
	const asked = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
	const { stdout } = await execute("git", asked, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
	const files = stdout.split("\0").filter((path) => path !== "");
	for (const path of [...files, "packages/database/src/generated"]) {
		await mkdir(dirname(join(folder, path)), { recursive: true });
		await cp(join(root, path), join(folder, path), { recursive: true }).catch(unlessGone);
	}
	const modules = [join(root, "node_modules"), join(folder, "node_modules")];
	// As links where both are on one disk: there are tens of thousands.
	await execute("cp", ["-al", ...modules]).catch(() => execute("cp", ["-a", ...modules]));
}

/** Deleted here, and not yet for git. */
function unlessGone(error: unknown): void {
	if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}

async function edit(path: string, changes: readonly (readonly [string, string])[]): Promise<void> {
	let text = await readFile(path, "utf8");
	for (const [before, after] of changes) {
		if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
		text = text.replace(before, after);
	}
	await writeFile(path, text);
}
