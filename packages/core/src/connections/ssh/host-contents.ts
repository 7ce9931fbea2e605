import { setImmediate as nextTurn } from "node:timers/promises";
import { printable } from "../../domain/printable.ts";
import type { Connection } from "../connection.ts";
import { fileFailure } from "../failures.ts";

/** What fits into few packets costs less to read than a command costs to start. */
export const worthACommand = 64 * 1024;

/** Of the paths of one command: a shell takes 128 KiB as one word, each quote of ours may be four. */
const mostPathBytes = 24 * 1024;

/** For so many bytes even a slow disk needs no more. */
function patienceFor(bytes: number): number {
	return 60_000 + bytes / 1_000;
}

/** A line for each path; empty where it cannot be told. The content comes by a redirection: no tool sees a name. */
const digestScript = `
if command -v sha256sum >/dev/null 2>&1; then hash() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then hash() { shasum -a 256; }
elif command -v openssl >/dev/null 2>&1; then hash() { openssl dgst -sha256 -r; }
elif command -v sha256 >/dev/null 2>&1; then hash() { sha256 -q; }
else exit 127; fi
for path do
	sum=
	if [ -f "$path" ]; then sum=$(hash <"$path") || sum=; fi
	printf '%s\\n' "\${sum%% *}"
done 2>/dev/null`;

/** Made with its mode where that can be: a path may lead elsewhere by the time it is changed. Only a program needs that. */
const copyScript = `
umask "$3"
rm -f -- "$2" && set -C && cat <"$1" >"$2" && { [ -z "$4" ] || chmod "$4" "$2"; } && { sync "$2" 2>/dev/null || sync; }`;

interface Asked {
	readonly path: string;
	readonly bytes: number;
	readonly answer: (sha256: string | undefined) => void;
	readonly fail: (error: unknown) => void;
}

/** Works contents out where they are, by the shell of a host. What is asked for together goes into one command. */
export class HostContents {
	readonly #label: string;
	readonly #run: Connection["run"];
	#asked: Asked[] = [];
	#isAsking = false;

	constructor(label: string, run: Connection["run"]) {
		this.#label = label;
		this.#run = run;
	}

	/** undefined where the host cannot tell: no tool, no right, no file any more. `bytes` is for the time it may take. */
	digest(path: string, bytes: number): Promise<string | undefined> {
		return new Promise((answer, fail) => {
			this.#asked.push({ path, bytes, answer, fail });
			if (!this.#isAsking) void this.#askAll();
		});
	}

	async copy(from: string, to: string, mode: number, bytes: number): Promise<void> {
		const mask = (0o777 & ~mode).toString(8);
		const later = (mode & 0o111) === 0 ? "" : mode.toString(8);
		const argv = ["sh", "-c", copyScript, "sh", from, to, mask, later];
		const { code, stderr } = await this.#run(argv, { timeoutMs: patienceFor(bytes) });
		if (code === 0) return;
		const words = stderr.trim() || `exit code ${code}`;
		throw fileFailure(this.#label, "copy", from, printable(words));
	}

	async #askAll(): Promise<void> {
		this.#isAsking = true;
		for (await nextTurn(); this.#asked.length > 0; ) await this.#askSome(this.#takeSome());
		this.#isAsking = false;
	}

	#takeSome(): readonly Asked[] {
		let bytes = 0;
		const end = this.#asked.findIndex(({ path }, index) => {
			bytes += Buffer.byteLength(path) + 3;
			return index > 0 && bytes > mostPathBytes;
		});
		return this.#asked.splice(0, end < 0 ? this.#asked.length : end);
	}

	async #askSome(some: readonly Asked[]): Promise<void> {
		const total = some.reduce((sum, { bytes }) => sum + bytes, 0);
		const argv = ["sh", "-c", digestScript, "sh", ...some.map(({ path }) => path)];
		try {
			const { code, stdout } = await this.#run(argv, { timeoutMs: patienceFor(total) });
			const lines = code === 0 ? stdout.split("\n") : [];
			for (const [index, { answer }] of some.entries()) {
				const line = lines[index] ?? "";
				answer(/^[0-9a-f]{64}$/.test(line) ? line : undefined);
			}
		} catch (error) {
			for (const { fail } of some) fail(error);
		}
	}
}
