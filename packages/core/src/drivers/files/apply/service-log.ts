import type { Connection } from "../../../connections/connection.ts";
import { logWords } from "./host-words.ts";

/** Where a log ends, so that later only what is new in it is looked at. */
export interface LogMark {
	readonly path: string;
	readonly bytes: number;
}

/** A log that is shorter than it was has been rotated: all of it is new. */
const newIn = `
test -f "$1" || exit 1
from=$2
[ "$(wc -c <"$1")" -lt "$from" ] && from=0
tail -c "+$((from + 1))" "$1" | `;
/** Only its end is told, however much is new. */
const script = `${newIn}tail -c 65536`;
const searchScript = `${newIn}grep -a -F -q -e "$3"`;

export async function markLog(
	connection: Connection,
	path: string | null,
): Promise<LogMark | null> {
	const found = path === null ? undefined : await connection.stat(path);
	return path !== null && (found === undefined || found.kind === "file")
		? { path, bytes: found?.bytes ?? 0 }
		: null;
}

/** Whether a service has written this since then. Into a pipe it writes what nobody can look at. */
export async function isInLog(
	connection: Connection,
	mark: LogMark | null,
	text: string,
): Promise<boolean> {
	if (mark === null) return false;
	const argv = ["sh", "-c", searchScript, "sh", mark.path, String(mark.bytes), text];
	const { code } = await connection.run(argv);
	return code === 0;
}

/** What a service wrote last, for people. Into a pipe it writes what nobody can look at. */
export async function newWords(connection: Connection, mark: LogMark | null): Promise<string> {
	if (mark === null) return "its log is not a file that can be read";
	const argv = ["sh", "-c", script, "sh", mark.path, String(mark.bytes)];
	const { code, stdout } = await connection.run(argv);
	return code === 0 ? logWords(stdout) : "its log cannot be read";
}
