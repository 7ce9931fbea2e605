import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSshd } from "./sshd.ts";

/** A bare repository with one commit, and the real git behind a real sshd, or behind HTTP with git's own http-backend. */
export interface GitServer {
	/** As a link names it, with all that lets in. */
	readonly url: string;
	/** The bare repository itself. */
	readonly folder: string;
	/** For openRepository. */
	readonly knownHosts: string;
	/** Runs git in the repository; gives what it said. */
	git(...args: string[]): string;
	/** Commits and pushes these files as somebody else would, past Graft; null takes one away. */
	pushAs(name: string, files: Readonly<Record<string, string | null>>): void;
	/** A hook of the server: a shell script. */
	hook(name: "pre-receive" | "update" | "post-receive", script: string): void;
	/** Over HTTP: takes a push and loses the answer; `thenAll`: and answers nobody from then on. */
	loseAnswer(thenAll: boolean): void;
	/** Files of its branch: mode, path and text, one line each. */
	tree(): string[];
	stop(): Promise<void>;
}

export const httpUser = "graft";
export const httpToken = "to/ken:1";

export async function startGitServer(kind: "ssh" | "http"): Promise<GitServer> {
	const root = mkdtempSync(join(tmpdir(), "graft-git-server-"));
	const folder = join(root, "plugin.git");
	const work = join(root, "work");
	const git = (...args: string[]) => run(folder, args);
	run(root, ["init", "--quiet", "--bare", "--initial-branch=main", folder]);
	run(root, ["clone", "--quiet", folder, work]);
	git("config", "http.receivepack", "true");
	const server: Omit<GitServer, "url" | "knownHosts" | "stop" | "loseAnswer"> = {
		folder,
		git,
		pushAs(name, files) {
			if (git("for-each-ref") !== "") {
				run(work, ["fetch", "--quiet", "origin"]);
				run(work, ["reset", "--quiet", "--hard", "origin/main"]);
			}
			for (const [path, text] of Object.entries(files)) {
				if (text === null) rmSync(join(work, path));
				else {
					mkdirSync(join(work, path, ".."), { recursive: true });
					writeFileSync(join(work, path), text);
				}
			}
			run(work, ["add", "--all"]);
			const who = ["-c", `user.name=${name}`, "-c", `user.email=${name}@example.org`];
			run(work, [...who, "commit", "--quiet", "-m", `by ${name}`]);
			// Past its own hooks: those are for others.
			run(folder, ["fetch", "--quiet", work, "+HEAD:refs/heads/main"]);
		},
		hook(name, script) {
			writeFileSync(join(folder, "hooks", name), `#!/bin/sh\n${script}\n`);
			chmodSync(join(folder, "hooks", name), 0o755);
		},
		tree: () =>
			git("ls-tree", "-r", "main")
				.split("\n")
				.filter(Boolean)
				.map((line) => line.replace(/^(\d+) blob ([0-9a-f]+)\t/, (_, mode) => `${mode} `)),
	};
	server.pushAs("somebody", { "README.md": "# plugins\n", "sys/60_uptime.sh": "#!/bin/sh\n" });
	const opened = kind === "ssh" ? await overSsh(folder) : await overHttp(root);
	return {
		...server,
		...opened,
		async stop() {
			await opened.stop();
			rmSync(root, { recursive: true, force: true });
		},
	};
}

async function overSsh(folder: string) {
	const sshd = await startSshd();
	return {
		url: `${sshd.address}${folder}?key=${sshd.clientKey}`,
		knownHosts: sshd.knownHostsFile,
		loseAnswer() {
			throw new Error("an answer is lost over HTTP alone");
		},
		stop: () => sshd.stop(),
	};
}

async function overHttp(root: string) {
	let losing: "nothing" | "answer" | "answer, then all" | "all" = "nothing";
	const server = createServer((request, response) => {
		const isPush = request.method === "POST" && request.url?.endsWith("/git-receive-pack") === true;
		if (losing === "all") response.destroy();
		else if (!isPush || losing === "nothing") answer(root, request, response);
		else {
			const after = losing === "answer" ? "nothing" : "all";
			answer(root, request, response, () => {
				losing = after;
				response.destroy();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const { port } = server.address() as AddressInfo;
	const who = `${httpUser}:${encodeURIComponent(httpToken)}`;
	return {
		url: `http://${who}@127.0.0.1:${port}/plugin.git`,
		knownHosts: join(root, "known_hosts"),
		loseAnswer(thenAll: boolean) {
			losing = thenAll ? "answer, then all" : "answer";
		},
		stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
	};
}

/** As a web server runs git-http-backend(1), for one user. */
function answer(
	root: string,
	request: IncomingMessage,
	response: ServerResponse,
	lose?: () => void,
): void {
	const expected = Buffer.from(`${httpUser}:${httpToken}`).toString("base64");
	if (request.headers.authorization !== `Basic ${expected}`) {
		response.writeHead(401, { "WWW-Authenticate": 'Basic realm="git"' }).end();
		return;
	}
	const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
	const backend = spawn("git", ["http-backend"], {
		env: {
			...{ PATH: process.env.PATH, GIT_PROJECT_ROOT: root, GIT_HTTP_EXPORT_ALL: "1" },
			...{ PATH_INFO: pathname, QUERY_STRING: search.slice(1), REMOTE_USER: httpUser },
			...{ REQUEST_METHOD: request.method, CONTENT_TYPE: request.headers["content-type"] ?? "" },
			HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
			GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
		},
	});
	request.pipe(backend.stdin);
	const parts: Buffer[] = [];
	backend.stdout.on("data", (part: Buffer) => parts.push(part));
	backend.once("close", () => {
		if (lose !== undefined) return lose();
		const whole = Buffer.concat(parts);
		const end = whole.indexOf("\r\n\r\n");
		const headers = whole
			.subarray(0, end)
			.toString()
			.split("\r\n")
			.map((line) => /^([^:]+): (.*)$/.exec(line) ?? []);
		const status = headers.find(([, name]) => name === "Status")?.[2];
		response.statusCode = Number(status?.slice(0, 3) ?? 200);
		for (const [, name, value] of headers)
			if (name !== undefined && name !== "Status") response.setHeader(name, value ?? "");
		response.end(whole.subarray(end + 4));
	});
}

function run(folder: string, args: readonly string[]): string {
	const env = { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
	return execFileSync("git", args, { cwd: folder, env, encoding: "utf8", stdio: "pipe" });
}
