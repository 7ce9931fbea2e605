import type { FileTree } from "../../../domain/archive.ts";
import { decodeText, hasByteOrderMark } from "./text.ts";

/** Texts by what a hook asks for them with, as OCS reads a language file: lines of `<number> <text>`. */
export type Labels = ReadonlyMap<string, string>;

/** By the language: those of `language/<language>/<language>.txt`, which is all that OCS looks for. */
export function readLanguages(tree: FileTree): ReadonlyMap<string, Labels> {
	return new Map(
		[...tree.files.values()].flatMap((file) => {
			const language = /^language\/([^/]+)\/\1\.txt$/.exec(file.path)?.[1];
			return language === undefined ? [] : [[language, readLabels(file.bytes)]];
		}),
	);
}

/** The numbers that any of them gives a text to. */
export function numbersIn(languages: ReadonlyMap<string, Labels>): readonly number[] {
	const keys = [...languages.values()].flatMap((labels) => [...labels.keys()]);
	const numbers = keys.filter((key) => /^\d{1,9}$/.test(key)).map(Number);
	return [...new Set(numbers)].sort((left, right) => left - right);
}

function readLabels(bytes: Uint8Array): Labels {
	const lines = decodeText(bytes).split("\n");
	return new Map(
		lines.map((line, index) => {
			const [, key = "", text = ""] = /^ *([^ ]*) ?([\s\S]*)$/.exec(line) ?? [];
			// OCS takes the mark for a part of the first number.
			const mark = index === 0 && hasByteOrderMark(bytes) ? "\ufeff" : "";
			return [mark + key.trimEnd(), text.trimEnd()];
		}),
	);
}
