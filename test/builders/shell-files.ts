import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { Connection, EntryKind, Stat } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import { fileFailure, notAFile, tooLarge } from "../../packages/core/src/connections/failures.ts";
import { halfOf } from "../../packages/core/src/connections/half.ts";
import { runLocal } from "../../packages/core/src/connections/local/run-local.ts";
import { fromSource } from "../../packages/core/src/connections/source.ts";

/** Codes of our scripts; none of the programs in them ends so. */
const [missing, taken] = [44, 45];

/** $1 is the path. */
const scripts = {
	look: `[ -e "$1" ] || [ -L "$1" ] || exit ${missing}; stat -c '%f %s %u %Y' "$1"`,
	lookThrough: `[ -e "$1" ] || exit ${missing}; stat -L -c '%f %s %u %Y' "$1"`,
	list: `[ -d "$1" ] || exit ${missing}; find "$1" -mindepth 1 -maxdepth 1 -printf '%y%f\\0'`,
	digest: `sha256sum <"$1"`,
	// $4 is what it is called until it is whole.
	copy: `rm -f "$4" && (set -C; cat <"$1" >"$4") && chmod "$3" "$4" && sync "$4" && mv -fT "$4" "$2" && exit
		rm -f "$4"; exit 1`,
	rename: `mv -fT "$1" "$2"`,
	remove: `rm -f "$1"`,
	makeFolder: `mkdir -m "$2" "$1" && exit; [ -d "$1" ] && exit ${taken}; exit 1`,
	removeFolder: `[ -d "$1" ] || exit ${missing}; [ -z "$(ls -A "$1")" ] || exit ${taken}; rmdir "$1"`,
	read: `cat <"$1"`,
	// It says when it has made the file: what is to be in one that is not made is never asked for.
	write: `[ -n "$3" ] || rm -f "$1"
		if ! (set -C; : >"$1"); then [ -e "$1" ] || [ -L "$1" ] || exit 1; exit ${taken}; fi
		echo made; cat >"$1" && chmod "$2" "$1" && sync "$1"`,
} as const;

const types: Readonly<Record<string, EntryKind>> = { f: "file", d: "folder", l: "link" };

/** Files and commands of a place that gives nothing but a shell, as `docker exec -i` does: everything is a command. */
export function openShell(label: string, stateFolder: string): Connection {
	const run: Connection["run"] = (argv, options) =>
		runLocal(label, ["sh", "-c", 'exec "$@"', "sh", ...argv], options);

	async function ask(doing: string, script: keyof typeof scripts, path: string, ...more: string[]) {
		const command = start(script, [path, ...more]);
		const [code, stdout] = await Promise.all([command.ended, text(command.stdout)]);
		if ([0, missing, taken].includes(code)) return { code, stdout };
		throw fileFailure(label, doing, path, command.words());
	}

	async function look(script: "look" | "lookThrough", path: string): Promise<Stat | undefined> {
		const { code, stdout } = await ask("look at", script, path);
		if (code === missing) return undefined;
		const [rawMode = "", bytes, uid, modified] = stdout.split(" ");
		const mode = Number.parseInt(rawMode, 16);
		return {
			kind: kinds.get(mode & constants.S_IFMT) ?? "other",
			...{ bytes: Number(bytes), mode: mode & 0o7777, uid: Number(uid) },
			modifiedAt: Number(modified) * 1000,
		};
	}

	async function demandFile(doing: string, path: string): Promise<void> {
		const found = await look("lookThrough", path);
		if (found === undefined) throw fileFailure(label, doing, path, "no such file");
		if (found.kind !== "file") throw notAFile(label, doing, path);
	}

	async function* stream(path: string): AsyncGenerator<Uint8Array> {
		await demandFile("read", path);
		const cat = start("read", [path]);
		try {
			yield* cat.stdout;
			if ((await cat.ended) !== 0) throw fileFailure(label, "read", path, cat.words());
		} finally {
			cat.kill();
		}
	}

	const write: Connection["write"] = (path, content, { mode, exclusive = false }) =>
		fromSource(content, async (chunks) => {
			const cat = start("write", [path, mode.toString(8), exclusive ? "exclusive" : ""]);
			const made = new Promise((resolve) => cat.stdout.once("data", resolve));
			const early = await Promise.race([made.then(() => undefined), cat.ended]);
			if (early === taken) return false;
			try {
				if (early === undefined) await pipeline(Readable.from(chunks), cat.stdin);
			} catch (error) {
				// A pipe that breaks is told by the code of the command.
				if (error instanceof GraftError) {
					await cat.ended;
					await ask("remove", "remove", path);
					throw error;
				}
			}
			if ((await cat.ended) !== 0) throw fileFailure(label, "write", path, cat.words());
			return true;
		});

	return {
		...{ label, stateFolder, run, stream, write },
		hasShell: async () => true,
		async read(path, limit = 16 * 1024 * 1024) {
			if ((await look("lookThrough", path)) === undefined) return undefined;
			const pieces: Uint8Array[] = [];
			let bytes = 0;
			for await (const piece of stream(path)) {
				bytes += piece.length;
				if (bytes > limit) throw tooLarge(label, path, limit);
				pieces.push(piece);
			}
			return Buffer.concat(pieces);
		},
		async digest(path) {
			const found = await look("lookThrough", path);
			if (found?.kind !== "file") return found && null;
			return (await ask("read", "digest", path)).stdout.slice(0, 64);
		},
		async copy(from, to, { mode }) {
			await demandFile("copy", from);
			await ask("copy", "copy", from, to, mode.toString(8), halfOf(to));
		},
		async list(path) {
			const { code, stdout } = await ask("list", "list", path);
			if (code === missing) return undefined;
			const entries = stdout.split("\0").slice(0, -1);
			return entries
				.map((entry) => ({ name: entry.slice(1), kind: types[entry.charAt(0)] ?? "other" }))
				.sort((one, other) => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)));
		},
		stat: (path) => look("lookThrough", path),
		lstat: (path) => look("look", path),
		kind: async (path) => (await look("look", path))?.kind,
		rename: async (from, to) => void (await ask("rename", "rename", from, to)),
		remove: async (path) => void (await ask("remove", "remove", path)),
		makeFolder: async (path, mode) =>
			(await ask("make", "makeFolder", path, mode.toString(8))).code === 0,
		removeFolder: async (path) => (await ask("remove", "removeFolder", path)).code === 0,
		close: async () => undefined,
	};
}

const kinds = new Map<number, EntryKind>([
	[constants.S_IFREG, "file"],
	[constants.S_IFDIR, "folder"],
	[constants.S_IFLNK, "link"],
]);

/** A script whose input or output goes on and on. */
function start(script: keyof typeof scripts, args: readonly string[]) {
	const child = spawn("sh", ["-c", scripts[script], "sh", ...args], { stdio: "pipe" });
	let said = "";
	child.stderr.setEncoding("utf8").on("data", (words) => {
		said += words;
	});
	child.stdin.on("error", () => undefined);
	const ended = new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? 1)));
	return {
		...{ stdin: child.stdin, stdout: child.stdout, ended },
		words: () => said.trim(),
		kill: () => child.kill(),
	};
}
