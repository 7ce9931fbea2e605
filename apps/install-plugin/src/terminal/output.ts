import { type Paint, painter, type Terminal } from "./terminal.ts";

export interface Output {
	/** Data, on stdout. */
	text(lines: readonly string[]): void;
	json(value: unknown): void;
	/** One of several objects, each in a line of its own. */
	jsonLine(value: unknown): void;
	/** Progress and remarks, on stderr; nothing with --quiet. */
	note(line: string): void;
	/** What must be seen, on stderr, also with --quiet. */
	warn(lines: readonly string[]): void;
	readonly paint: Paint;
	readonly paintNote: Paint;
}

export function makeOutput({ stdout, stderr }: Terminal, quiet: boolean): Output {
	const write = (stream: NodeJS.WriteStream, lines: readonly string[]) => {
		if (lines.length > 0) stream.write(`${lines.join("\n")}\n`);
	};
	return {
		text: (lines) => write(stdout, lines),
		json: (value) => write(stdout, [asJson(value)]),
		jsonLine: (value) => write(stdout, [asJson(value, 0)]),
		note: (line) => {
			if (!quiet) write(stderr, [line]);
		},
		warn: (lines) => write(stderr, lines),
		paint: painter(stdout),
		paintNote: painter(stderr),
	};
}

/**
 * The same value as JSON.stringify's, but nothing in it can steer a terminal: JSON leaves the C1 controls,
 * what hides, and the marks that turn the writing direction as they are.
 */
export function asJson(value: unknown, indent = 2): string {
	return JSON.stringify(value, null, indent).replace(
		/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
		(character) => character.split("").map(escaped).join(""),
	);
}

function escaped(unit: string): string {
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
