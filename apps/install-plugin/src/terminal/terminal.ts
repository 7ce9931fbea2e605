import { isatty } from "node:tty";
import { styleText } from "node:util";

export type Style = "bold" | "dim" | "red" | "yellow" | "green" | "cyan";

/** The process's streams as a command sees them: stdout is data, stderr is progress and questions. */
export interface Terminal {
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	readonly stderr: NodeJS.WriteStream;
}

/** Marks text where the stream shows colours; NO_COLOR and TERM=dumb are the stream's own knowledge. */
export type Paint = (style: Style, text: string) => string;

export const plain: Paint = (_style, text) => text;

export function painter(stream: NodeJS.WriteStream): Paint {
	return stream.isTTY && stream.hasColors() ? (style, text) => styleText(style, text) : plain;
}

/** A person is there to answer. */
export function isInteractive({ stderr }: Terminal): boolean {
	// Not stdin.isTTY: merely naming that stream opens it.
	return isatty(0) && stderr.isTTY === true;
}
