import { execFile } from "node:child_process";
import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";
import type { RepositoryAddress } from "./repository-address.ts";

export interface GitResult {
	readonly code: number;
	readonly stdout: Buffer;
	readonly stderr: string;
}

export interface GitRun {
	readonly address: RepositoryAddress;
	/** The bare repository that all is done in; it has nothing of the user's own. */
	readonly folder: string;
	readonly agent: string | undefined;
}

const deadlineMs = 5 * 60 * 1000;
const mostBytes = 256 * 2 ** 20;

/**
 * Neither hooks nor settings of this machine have a say, and nobody is asked anything. The password stands in the environment
 * of git alone: arguments and files others may see.
 */
const settings = [
	...["core.hooksPath=/dev/null", "core.fsmonitor=false", "gc.auto=0", "maintenance.auto=false"],
	...["protocol.version=2", "http.lowSpeedLimit=1", "http.lowSpeedTime=60", "credential.helper="],
	"http.followRedirects=false",
];

/** git asks it for the password of this one host, and of no proxy or other host that it may be led to. */
function credentialsOf({ remote }: RepositoryAddress): string[] {
	if (!remote.startsWith("http")) return [];
	const program = `!f() { printf 'username=%s\\npassword=%s\\n' "$GRAFT_GIT_USER" "$GRAFT_GIT_PASSWORD"; }; f`;
	return [`credential.${new URL(remote).origin}.helper=${program}`];
}

/** As they reach HTTP servers here. */
const passedOn = ["PATH", "TMPDIR", "GIT_SSL_CAINFO", "SSL_CERT_FILE"];
const proxies = /^(https?|no|all)_proxy$/i;

export function runGit(run: GitRun, args: readonly string[], input?: Buffer): Promise<GitResult> {
	const { address, folder } = run;
	const configuration = [...settings, ...credentialsOf(address)].flatMap((each) => ["-c", each]);
	return new Promise((resolve, reject) => {
		const child = execFile(
			"git",
			[...configuration, "--git-dir", folder, ...args],
			{
				...{ cwd: folder, env: environment(run), encoding: "buffer", windowsHide: true },
				...{ timeout: deadlineMs, maxBuffer: mostBytes },
			},
			(error, stdout, stderr) => {
				const code = error === null ? 0 : error.code;
				if (typeof code === "number") resolve({ code, stdout, stderr: stderr.toString("utf8") });
				else reject(unfinished(run, error, stderr.toString("utf8")));
			},
		);
		// It need not read what it is given.
		child.stdin?.on("error", () => undefined);
		child.stdin?.end(input);
	});
}

function environment({ address, folder, agent }: GitRun): NodeJS.ProcessEnv {
	const names = Object.keys(process.env).filter(
		(name) => passedOn.includes(name) || proxies.test(name),
	);
	return {
		...Object.fromEntries(names.map((name) => [name, process.env[name]])),
		...(agent === undefined ? {} : { SSH_AUTH_SOCK: agent }),
		NODE_ENV: process.env.NODE_ENV,
		...{ HOME: folder, XDG_CONFIG_HOME: folder, LC_ALL: "C" },
		...{ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", GIT_TERMINAL_PROMPT: "0" },
		...{ GIT_ALLOW_PROTOCOL: "ssh:http:https", GIT_LITERAL_PATHSPECS: "1", GIT_ASKPASS: "" },
		GIT_SSH_COMMAND: "ssh -F ssh_config",
		...{ GRAFT_GIT_USER: address.user, GRAFT_GIT_PASSWORD: address.password },
	};
}

function unfinished({ address }: GitRun, error: Error | null, stderr: string): GraftError {
	if (error !== null && "code" in error && error.code === "ENOENT")
		return new GraftError("refused", "There is no git on this machine.", {
			hint: "Install git, and try again.",
		});
	const why = lastWords(stderr) || "git did not end within five minutes";
	return new GraftError("unreachable", `${address.label}: ${why}.`, {
		...{ hint: "Try again once it answers.", cause: error },
	});
}

/** What git or its server said last, for people: one line, without the words that every line of it begins with. */
export function lastWords(stderr: string): string {
	const lines = stderr
		.split("\n")
		.map((line) => line.replace(/^(remote|fatal|error|hint):\s*/, "").trim())
		.filter(
			(line) => line !== "" && !/^(To |Please make sure|and the repository exists)/.test(line),
		);
	return printable(lines.slice(-4).join(" ")).replace(/\.$/, "");
}
