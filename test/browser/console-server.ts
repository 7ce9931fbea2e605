import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { serveConsole } from "../../tools/lib/serve-console.mjs";
import { freePort } from "../system/free-ports.ts";

const root = resolve(import.meta.dirname, "../..");

export interface ConsoleServer {
	/** `http://127.0.0.1:port`. */
	readonly url: string;
	/** The address that the terminal showed. */
	readonly setupUrl: string;
	readonly home: string;
	readonly extensions: string;
	/** What the terminal has shown so far. */
	readonly log: () => string;
	/** Bytes that its process has taken at most so far (VmHWM of Linux). */
	readonly peakMemory: () => number;
	/** Ends its process without warning, and starts it again with all that it had. */
	readonly crash: () => Promise<void>;
	readonly stop: () => Promise<void>;
}

/** A real console, as `npm start` runs it, with everything that it keeps in a temporary folder. `settings` are of its environment. */
export async function startConsole(
	settings: Readonly<Record<string, string>> = {},
): Promise<ConsoleServer> {
	if (!existsSync(join(root, "apps/console/.next/BUILD_ID"))) {
		throw new Error("The console is not built: `npm test` builds it, and so does `npm start`.");
	}
	const folder = await mkdtemp(join(tmpdir(), "graft-console-"));
	const home = join(folder, "home");
	const extensions = join(folder, "extensions");
	await mkdir(extensions);
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const { args, env } = serveConsole("127.0.0.1", port);
	const run = () =>
		spawn(process.execPath, args, {
			cwd: root,
			env: {
				PATH: process.env.PATH,
				NODE_ENV: "production",
				...env,
				GRAFT_HOME: home,
				EXTENSIONS_DIR: extensions,
				GRAFT_URL: url,
				...settings,
			},
			stdio: ["ignore", "pipe", "pipe"],
		});
	let child = run();
	const first = await started(child);
	let log = first.log;
	return {
		url,
		setupUrl: first.setupUrl,
		home,
		extensions,
		log: () => log(),
		peakMemory: () => {
			const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
			return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) * 1024;
		},
		crash: async () => {
			const ended = once(child, "exit");
			child.kill("SIGKILL");
			await ended;
			child = run();
			({ log } = await started(child));
		},
		stop: async () => {
			await stopped(child);
			await rm(folder, { recursive: true });
		},
	};
}

function started(child: ChildProcess): Promise<{ log: () => string; setupUrl: string }> {
	let text = "";
	return new Promise((resolve, reject) => {
		const read = (chunk: Buffer): void => {
			text += chunk.toString();
			const setupUrl = /http:\S+\/setup\?token=\S+|Graft is ready: \S+/.exec(text)?.[0];
			if (setupUrl !== undefined) resolve({ log: () => text, setupUrl });
		};
		child.stdout?.on("data", read);
		child.stderr?.on("data", read);
		child.on("exit", (code) => reject(new Error(`The console ended with ${code}:\n${text}`)));
	});
}

function stopped(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.on("exit", () => resolve());
		child.kill("SIGTERM");
	});
}
