import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Facts } from "../../../drivers/files/wanted.ts";
import type { Failures } from "../../place.ts";
import { accessLogReader } from "../apache/access-log-format.ts";
import type { AccessLog } from "../apache/access-logs.ts";

/** Where this server logs what agents ask it, and what goes wrong in it; as `discover` leaves it in the facts. */
export interface ServerLogs {
	readonly access: readonly (readonly AccessLog[])[];
	/** null where nobody can look. */
	readonly error: string | null;
}

/** How far back from its end a log is looked at. Only what may matter of it crosses the network. */
const limits = { bytes: 16 * 1024 * 1024, kept: 512 * 1024, withoutShell: 4 * 1024 * 1024 };

/** An agent's request that the communication server answered with HTTP 500, by Apache's own logs. */
export async function readFailures(connection: Connection, facts: Facts): Promise<Failures | null> {
	if (!facts.values.logs) return null;
	const { access, error } = JSON.parse(facts.values.logs) as ServerLogs;
	const files = new Map<string, Promise<readonly number[] | undefined>>();
	const read = (log: AccessLog) => {
		const file = files.get(log.path) ?? failuresIn(connection, log);
		files.set(log.path, file);
		return file;
	};
	const hosts = await Promise.all(
		access.map(async (logs) => mostOf(await Promise.all(logs.map(read)))),
	);
	// Hosts may share a log: each is counted once.
	const at = [...new Set(hosts)].flatMap((times) => times ?? []).sort((one, other) => one - other);
	if (at.length === 0)
		return hosts.length > 0 && !hosts.includes(undefined) ? { at, last: null } : null;
	return { at, last: error === null ? null : await lastWords(connection, error) };
}

/** One request stands in each log of its host, as far as its format tells. */
function mostOf(logs: readonly (readonly number[] | undefined)[]): readonly number[] | undefined {
	return logs
		.filter((times) => times !== undefined)
		.reduce<readonly number[] | undefined>(
			(most, times) => (most === undefined || times.length > most.length ? times : most),
			undefined,
		);
}

async function failuresIn(
	connection: Connection,
	{ path, format }: AccessLog,
): Promise<readonly number[] | undefined> {
	const readLine = accessLogReader(format);
	if (readLine === undefined) return undefined;
	const lines = await linesAtEnd(connection, path, "500");
	const requests = lines?.map(readLine).filter((request) => request !== undefined);
	if (lines === undefined || requests === undefined) return undefined;
	if (lines.length > 0 && requests.length === 0) return undefined;
	return requests
		.filter(({ status, path: asked }) => status === 500 && isAgents(asked))
		.map(({ at }) => at);
}

function isAgents(path: string): boolean {
	return /^(https?:\/\/[^/]*)?\/+ocsinventory([/?]|$)/.test(path);
}

/** What Perl's database driver or the server's own code said last, without Apache's stamp before it. */
async function lastWords(connection: Connection, path: string): Promise<string | null> {
	const lines = (await linesAtEnd(connection, path, "DBD::|Apache::Ocsinventory")) ?? [];
	return (
		lines
			.at(-1)
			?.replace(/^(\[[^\]]*\] )+/, "")
			.slice(0, 1_000) ?? null
	);
}

/** Its lines that hold one of `words` (joined by `|`), of its last part; undefined where it cannot be read. */
async function linesAtEnd(
	connection: Connection,
	path: string,
	words: string,
): Promise<readonly string[] | undefined> {
	try {
		const text = (await connection.hasShell())
			? await tail(connection, path, words)
			: await whole(connection, path);
		return text?.split("\n").filter((line) => words.split("|").some((word) => line.includes(word)));
	} catch (error) {
		if (!(error instanceof GraftError) || error.kind === "unreachable") throw error;
		return undefined;
	}
}

const tailScript =
	'test -f "$1" && test -r "$1" || exit 1; tail -c "$2" "$1" | LC_ALL=C grep -aE "$3" | tail -c "$4"';

async function tail(
	connection: Connection,
	path: string,
	words: string,
): Promise<string | undefined> {
	const numbers = [limits.bytes, words, limits.kept].map(String);
	const { code, stdout } = await connection.run(["sh", "-c", tailScript, "sh", path, ...numbers]);
	return code === 0 ? stdout : undefined;
}

async function whole(connection: Connection, path: string): Promise<string | undefined> {
	const bytes = await connection.read(path, limits.withoutShell);
	return bytes && new TextDecoder().decode(bytes);
}
