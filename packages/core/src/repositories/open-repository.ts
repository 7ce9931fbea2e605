import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GraftError } from "../domain/errors.ts";
import { failureOf } from "./failures.ts";
import { importStream } from "./import-stream.ts";
import type { BlobEntry, Head, NewCommit, Pushed, Repository } from "./repository.ts";
import { parseRepositoryUrl } from "./repository-address.ts";
import { type GitResult, type GitRun, lastWords, runGit } from "./run-git.ts";
import { sshConfig } from "./ssh-config.ts";

export interface RepositoryOptions {
	/** A known_hosts file of ours, looked into first; then the user's own and the system's. */
	readonly knownHosts: string;
	/** Socket of an ssh-agent. */
	readonly agent?: string | undefined;
}

/** Opens a folder of its own to fetch into; what is fetched is the tip alone. Throws GraftError "usage" for a wrong URL. */
export async function openRepository(url: string, options: RepositoryOptions): Promise<Repository> {
	const address = parseRepositoryUrl(url);
	const folder = await mkdtemp(join(tmpdir(), "graft-repository-"));
	const run: GitRun = { address, folder, agent: options.agent };
	try {
		await writeFile(join(folder, "ssh_config"), sshConfig(address, options.knownHosts), {
			mode: 0o600,
		});
		await git(run, ["init", "--quiet", "--bare", "--template=", folder]);
	} catch (error) {
		await rm(folder, { recursive: true, force: true });
		throw error;
	}
	return new FetchedRepository(run);
}

class FetchedRepository implements Repository {
	readonly label: string;
	readonly #run: GitRun;

	constructor(run: GitRun) {
		this.#run = run;
		this.label = run.address.label;
	}

	async head(): Promise<Head> {
		const branch = await this.#branch();
		const ref = "refs/graft/head";
		const from = ["--depth=1", "--no-tags", "--no-write-fetch-head", this.#run.address.remote];
		await this.#ask(["fetch", "--quiet", ...from, `+refs/heads/${branch}:${ref}`]);
		const { stdout } = await git(this.#run, ["rev-parse", "--verify", ref]);
		return { branch, commit: stdout.toString().trim() };
	}

	async files(commit: string, folder: string): Promise<ReadonlyMap<string, BlobEntry>> {
		const { stdout } = await git(this.#run, ["ls-tree", "-r", "-z", commit, "--", folder]);
		const entries = stdout.toString("utf8").split("\0").filter(Boolean);
		return new Map(
			entries.map((entry) => {
				const [, mode = "", blob = "", path = ""] =
					/^(\d+) \w+ ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
				const isFile = mode.startsWith("100");
				return [path, { blob: isFile ? blob : null, executable: mode === "100755" }];
			}),
		);
	}

	async read(blob: string): Promise<Uint8Array> {
		const { stdout } = await git(this.#run, ["cat-file", "blob", blob]);
		return new Uint8Array(stdout);
	}

	async commit(parent: Head, commit: NewCommit): Promise<string> {
		const stream = importStream(parent.commit, commit);
		const { stdout } = await git(this.#run, ["fast-import", "--quiet", "--force"], stream);
		return stdout.toString().trim();
	}

	async push(branch: string, commit: string): Promise<Pushed> {
		const { address } = this.#run;
		const to = `${commit}:refs/heads/${branch}`;
		const asked = ["push", "--porcelain", address.remote, to];
		const pushed = await runGit(this.#run, asked).catch(unanswered);
		const said = /^(.)\t[^\t]*\t(.*)$/m.exec(pushed.stdout.toString());
		if (pushed.code === 0) return { state: "done" };
		// It may have got there all the same: an answer was lost, or git asked a second time after that.
		if (await this.#isAt(branch, commit, pushed)) return { state: "done" };
		if (said?.[1] === "!") return refusalIn(said[2] ?? "", pushed.stderr);
		throw failureOf(address, pushed.stderr);
	}

	async close(): Promise<void> {
		await rm(this.#run.folder, { recursive: true, force: true });
	}

	async #branch(): Promise<string> {
		const { label, remote } = this.#run.address;
		const { stdout } = await this.#ask(["ls-remote", "--symref", remote, "HEAD"]);
		const [, branch] = /^ref: refs\/heads\/([^\s:?*[\\^~]+)\tHEAD$/m.exec(stdout.toString()) ?? [];
		const isThere = /^[0-9a-f]{40,64}\tHEAD$/m.test(stdout.toString());
		if (branch !== undefined && isThere) return branch;
		throw new GraftError("refused", `${label} has no commit on a branch that clones check out.`, {
			hint: "Push a first commit to it, such as a README.",
		});
	}

	async #isAt(branch: string, commit: string, pushed: GitResult): Promise<boolean> {
		const { address } = this.#run;
		try {
			const asked = ["ls-remote", address.remote, `refs/heads/${branch}`];
			return (await this.#ask(asked)).stdout.toString().startsWith(commit);
		} catch (cause) {
			throw new GraftError(
				"partly-done",
				`${address.label} was lost while it was given a commit, and nobody can tell whether it has it: ${lastWords(pushed.stderr)}.`,
				{ hint: "Once it answers, check the status, and run it again.", cause },
			);
		}
	}

	/** Where the server has to answer. */
	async #ask(args: readonly string[]): Promise<GitResult> {
		const result = await runGit(this.#run, args);
		if (result.code === 0) return result;
		throw failureOf(this.#run.address, result.stderr);
	}
}

/** What is done here alone: that it fails is nobody's answer. */
async function git(run: GitRun, args: readonly string[], input?: Buffer): Promise<GitResult> {
	const result = await runGit(run, args, input);
	if (result.code === 0) return result;
	throw new GraftError("refused", `git ${args[0]} failed here: ${lastWords(result.stderr)}.`, {
		hint: `It works in ${tmpdir()}: is there room left?`,
	});
}

function refusalIn(summary: string, stderr: string): Pushed {
	if (/fetch first|non-fast-forward|stale info|cannot lock ref/.test(`${summary} ${stderr}`))
		return { state: "moved-on" };
	const remote = stderr.split("\n").filter((line) => line.startsWith("remote:"));
	const [, reason = summary] = /\((.*)\)/.exec(summary) ?? [];
	return {
		state: "refused",
		words: [lastWords(remote.join("\n")), reason].filter(Boolean).join("; "),
	};
}

/** It did not end in time: whether it got there is as open as where the connection was lost. */
function unanswered(error: unknown): GitResult {
	if (!(error instanceof GraftError) || error.kind !== "unreachable") throw error;
	return { code: -1, stdout: Buffer.alloc(0), stderr: error.message };
}
