import { sha256 } from "../../../domain/hash.ts";
import type { PutFile, Receipt, RemoveFile } from "../../../domain/plan.ts";
import type { SharedFile } from "../wanted.ts";

/** What stands in shared files now, by path; null where there is no such file. */
export type Texts = ReadonlyMap<string, StandingText | null>;

export interface StandingText {
	readonly text: string;
	readonly mode: number;
}

export interface SharedChanges {
	readonly steps: readonly (PutFile | RemoveFile)[];
	readonly contents: ReadonlyMap<string, Uint8Array>;
}

/** The entry that a receipt says is in it. */
function entryLeft(own: Receipt | undefined, path: string): string | undefined {
	return own?.shared?.find((each) => each.path === path)?.entry;
}

/** Each file with this extension's entry in it, and without one that an earlier version had. */
export function arriveIn(
	files: readonly SharedFile[],
	texts: Texts,
	own: Receipt | undefined,
): SharedChanges {
	return changesOf(files, texts, (file, text) => {
		const { entry } = file;
		if (entry === null) return text;
		const earlier = entryLeft(own, file.target);
		const rest =
			text === null || earlier === undefined || earlier === entry ? text : file.take(text, earlier);
		return file.add(rest, entry);
	});
}

export function leaveFrom(
	files: readonly SharedFile[],
	texts: Texts,
	own: Receipt | undefined,
): SharedChanges {
	return changesOf(files, texts, (file, text) => {
		const entry = entryLeft(own, file.target) ?? file.entry;
		return text === null || entry === null ? text : file.take(text, entry);
	});
}

function changesOf(
	files: readonly SharedFile[],
	texts: Texts,
	become: (file: SharedFile, text: string | null) => string | null,
): SharedChanges {
	const contents = new Map<string, Uint8Array>();
	const steps = files.flatMap((file): (PutFile | RemoveFile)[] => {
		const { target, staging, why } = file;
		const standing = texts.get(target) ?? null;
		const text = standing?.text ?? null;
		const wanted = become(file, text);
		if (wanted === text) return [];
		const before = text === null ? null : sha256(text);
		const common = { target, staging, keep: null };
		if (wanted === null) {
			const last = "nothing else is left in it";
			return before === null ? [] : [{ kind: "remove-file", before, ...common, why: last }];
		}
		const bytes = new TextEncoder().encode(wanted);
		const digest = sha256(bytes);
		const mode = standing?.mode ?? file.mode;
		contents.set(digest, bytes);
		return [
			{
				...{ kind: "put-file", ...common, sha256: digest, bytes: bytes.byteLength, mode },
				...{ before, difference: difference(text ?? "", wanted), why },
			},
		];
	});
	return { steps, contents };
}

/** All that lies between the lines that both begin and end with: an entry is in one place. */
function difference(text: string, wanted: string): string[] {
	const [before, after] = [text.split("\n"), wanted.split("\n")];
	const most = Math.min(before.length, after.length);
	let head = 0;
	while (head < most && before[head] === after[head]) head += 1;
	let tail = 0;
	while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
	const changed = (lines: readonly string[], sign: string) =>
		lines
			.slice(head, lines.length - tail)
			.filter((line) => line !== "")
			.map((line) => `${sign} ${line}`);
	return [...changed(before, "-"), ...changed(after, "+")];
}
