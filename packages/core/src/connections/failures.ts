import { countOf } from "../domain/counts.ts";
import { GraftError } from "../domain/errors.ts";
import { printable } from "../domain/printable.ts";

/** A file operation that the place itself turned down: no right, no space, not the kind of thing that was asked for. */
export function fileFailure(
	label: string,
	doing: string,
	path: string,
	reason: string,
	cause?: unknown,
): GraftError {
	return new GraftError(
		"refused",
		`${label}: cannot ${doing} ${printable(path)}: ${printable(reason)}`,
		{
			hint: /permission denied|not permitted/i.test(reason)
				? "Connect as root, or as a user who may use sudo, with --sudo."
				: "Check the path, the rights on it and the free space on that server.",
			cause,
		},
	);
}

export function tooLarge(label: string, path: string, limit: number): GraftError {
	return new GraftError(
		"refused",
		`${label}: ${printable(path)} is larger than ${countOf(limit, "byte")}, which is more than Graft reads here`,
		{ hint: "Find out what it is and who put it there. Move it away, then run this again." },
	);
}

/** What stands there is a folder, a pipe or a device. */
export function notAFile(label: string, doing: string, path: string): GraftError {
	return fileFailure(label, doing, path, "not a file");
}

export function outOfTime(label: string, argv: readonly string[], timeoutMs: number): GraftError {
	return new GraftError(
		"refused",
		`${label}: ${printable(argv.join(" "))} took longer than ${timeoutMs / 1000} s and was ended`,
		{ hint: "Try that command on the server itself." },
	);
}

export function wasCancelled(label: string, [program = ""]: readonly string[]): GraftError {
	return new GraftError("cancelled", `${label}: it was cancelled while ${printable(program)} ran`, {
		hint: "Start it again whenever you like.",
	});
}
