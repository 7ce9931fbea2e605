import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { freePort } from "../../test/system/free-ports.ts";
import { serveConsole } from "../lib/serve-console.mjs";
import type { Instance } from "./many-extensions.ts";

const account = { name: "Bench", email: "bench@example.org", password: "correct horse battery" };

/** A console as `npm start` runs it, with somebody who is signed in. */
export interface BenchedConsole {
	/** Asks for a page to its end; gives milliseconds. */
	get(path: string): Promise<number>;
	/** Calls a server action; gives milliseconds, and throws where it refuses. */
	act(name: string, input: unknown): Promise<number>;
	/** MiB that its process holds at most while `work` is done. */
	memory(work: () => Promise<unknown>): Promise<number>;
	stop(): Promise<void>;
}

export async function startConsole(
	root: string,
	{ home, extensions }: Instance,
	settings: Readonly<Record<string, string>> = {},
): Promise<BenchedConsole> {
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const { args, env } = serveConsole("127.0.0.1", port);
	const child = spawn(process.execPath, args, {
		cwd: root,
		env: {
			...{ PATH: process.env.PATH, NODE_ENV: "production", ...env },
			...{ GRAFT_HOME: home, EXTENSIONS_DIR: extensions, GRAFT_URL: url, ...settings },
		} as NodeJS.ProcessEnv,
		stdio: ["ignore", "pipe", "inherit"],
	});
	const actions = readActions(root);
	let cookie = "";

	const ask = (path: string, headers: Record<string, string> = {}, body?: string) =>
		new Promise<{ status: number; text: string; cookies: readonly string[] }>((done, reject) => {
			const method = body === undefined ? "GET" : "POST";
			const all = { origin: url, cookie, ...headers };
			// A connection of its own: one that was kept may be closed by the other end just then.
			const sent = request(`${url}${path}`, { agent: false, method, headers: all }, (answer) => {
				const chunks: Buffer[] = [];
				answer.on("data", (chunk: Buffer) => chunks.push(chunk));
				answer.on("error", reject);
				answer.on("end", () =>
					done({
						status: answer.statusCode ?? 0,
						text: Buffer.concat(chunks).toString(),
						cookies: answer.headers["set-cookie"] ?? [],
					}),
				);
			});
			sent.on("error", reject);
			sent.end(body);
		});
	const act = async (name: string, input: unknown, path = "/extensions") => {
		const action = { "next-action": actions(name), accept: "text/x-component" };
		const headers = { ...action, "content-type": "text/plain;charset=UTF-8" };
		const began = performance.now();
		const { text } = await ask(path, headers, JSON.stringify([input]));
		if (!text.includes('"ok":true')) throw new Error(`${name}: ${text}`);
		return performance.now() - began;
	};

	const token = await whenItIsUp(child);
	// Once it is signed in, an instance needs no second account.
	if (token !== null) await act("createFirstAdministrator", { ...account, token }, "/setup");
	const json = { "content-type": "application/json" };
	const { email, password } = account;
	const signedIn = await ask("/api/auth/sign-in/email", json, JSON.stringify({ email, password }));
	cookie = signedIn.cookies.map((each) => each.split(";")[0]).join("; ");
	if (signedIn.status !== 200) throw new Error(`not signed in: ${signedIn.text}`);

	return {
		get: async (path) => {
			const began = performance.now();
			const { status, text } = await ask(path);
			if (status !== 200) throw new Error(`${path}: ${status} ${text.slice(0, 500)}`);
			return performance.now() - began;
		},
		act,
		memory: async (work) => {
			// From here on the peak counts anew.
			writeFileSync(`/proc/${child.pid}/clear_refs`, "5");
			await work();
			const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
			return Number(/VmHWM:\s*(\d+)/.exec(status)?.[1]) / 1024;
		},
		stop: () =>
			new Promise((gone) => {
				child.once("exit", () => gone());
				child.kill("SIGTERM");
			}),
	};
}

/** The token for its first administrator, or null where it has one. */
function whenItIsUp(child: ChildProcess): Promise<string | null> {
	let text = "";
	return new Promise((resolve, reject) => {
		child.stdout?.on("data", (chunk: Buffer) => {
			text += chunk.toString();
			const token = /\/setup\?token=(\S+)/.exec(text)?.[1];
			if (token !== undefined) resolve(token);
			else if (text.includes("Graft is ready")) resolve(null);
		});
		child.on("exit", (code) => reject(new Error(`The console ended with ${code}: ${text}`)));
	});
}

function readActions(root: string): (name: string) => string {
	const path = join(root, "apps/console/.next/server/server-reference-manifest.json");
	const { node } = JSON.parse(readFileSync(path, "utf8")) as {
		node: Record<string, { exportedName: string }>;
	};
	return (name) => {
		const found = Object.entries(node).find(([, { exportedName }]) => exportedName === name);
		if (found === undefined) throw new Error(`The console has no action ${name}.`);
		return found[0];
	};
}
