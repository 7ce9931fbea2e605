import type { Connection } from "../connections/connection.ts";
import type { ServiceProcess } from "../domain/plan.ts";
import { listProcesses } from "./list-processes.ts";
import { hasEnded, type ProcessStat, parseProcessStat } from "./process-stat.ts";

/** A process of a host, told from a later one of the same number. */
export interface Process {
	readonly pid: number;
	readonly started: string;
}

/** A service as Linux shows it: one process, and its children that take requests. */
export interface Service extends Process {
	/** Children that hold a socket which the service listens on; where nobody may look, all that are called as it is. */
	readonly workers: readonly Process[];
}

/**
 * One command. A child that lets its last requests end has closed these sockets, and lives on: so its files are looked
 * at, by number alone where (as in containers) even root may not see what they lead to.
 */
const script = `
cat "/proc/$1/stat" || exit 1
children=$(cat /proc/[0-9]*/stat | grep -a ") [A-Za-z] $1 ")
printf '%s\\n' "$children" listening
cat "/proc/$1/net/tcp" "/proc/$1/net/tcp6" | grep ' 0A '
echo files
parent=$1
set --
for child in $(printf '%s\\n' "$children" | sed -n 's/^\\([0-9][0-9]*\\) (.*/\\1/p'); do
	set -- "$@" "/proc/$child/fd"
done
LC_ALL=C ls -l "/proc/$parent/fd" "/proc/$parent/fd" "$@" | sed -n \\
	-e 's,^/proc/\\([0-9]*\\)/fd:$,of \\1,p' \\
	-e 's/^l.* \\([0-9][0-9]*\\) -> socket:\\[\\([0-9]*\\)\\]$/\\1 \\2/p' \\
	-e '/ -> /d' \\
	-e 's/^l.* \\([0-9][0-9]*\\)$/\\1/p'
exit 0`;

/** The service, by what tells its process; undefined where that does not live, or cannot be seen. */
export async function findService(
	connection: Connection,
	process: ServiceProcess,
): Promise<Service | undefined> {
	const pid =
		process.kind === "pid-file"
			? await pidInFile(connection, process.path)
			: await pidOfCommandLine(connection, process);
	return pid === undefined ? undefined : lookAtService(connection, pid);
}

async function pidInFile(connection: Connection, pidFile: string): Promise<number | undefined> {
	// Whatever else stands there names no process.
	const bytes = await connection.read(pidFile, 64).catch(async (error: unknown) => {
		if (((await connection.stat(pidFile))?.bytes ?? 0) > 64) return undefined;
		throw error;
	});
	const [, digits] = /^\s*(\d{1,10})\s*$/.exec(new TextDecoder().decode(bytes)) ?? [];
	return digits ? Number(digits) : undefined;
}

async function pidOfCommandLine(
	connection: Connection,
	{ line, uid }: Extract<ServiceProcess, { kind: "command-line" }>,
): Promise<number | undefined> {
	const running = await listProcesses(connection);
	return running.find((process) => process.line === line && process.uid === uid)?.pid;
}

export async function lookAtService(
	connection: Connection,
	pid: number,
): Promise<Service | undefined> {
	const { code, stdout } = await connection.run(["sh", "-c", script, "sh", String(pid)]);
	return code === 0 ? readLook(stdout, pid) : undefined;
}

/** What `script` says. */
export function readLook(text: string, pid: number): Service | undefined {
	const [processes = "", sockets = "", files = ""] = text.split(/^(?:listening|files)\n/m);
	const seen = processes.split("\n").flatMap((line) => parseProcessStat(line) ?? []);
	const own = seen.find((process) => process.pid === pid);
	if (own === undefined || hasEnded(own)) return undefined;
	const listening = new Set(sockets.split("\n").map((line) => line.trim().split(/\s+/)[9]));
	const open = filesByProcess(files);
	const ports = [...(open.get(pid) ?? [])].filter(([, socket]) => listening.has(socket));
	const takesRequests = ({ pid: child, name }: ProcessStat): boolean => {
		const held = open.get(child);
		if (held === undefined || ports.length === 0) return name === own.name;
		return ports.some(([file, socket]) => held.has(file) && (held.get(file) ?? socket) === socket);
	};
	const children = seen.filter((process) => process.parent === pid && !hasEnded(process));
	return { ...pick(own), workers: children.filter(takesRequests).map(pick) };
}

/** For each process the sockets among its files, and those that lead nobody knows where (undefined), by number. */
function filesByProcess(text: string): Map<number, Map<string, string | undefined>> {
	const found = new Map<number, Map<string, string | undefined>>();
	let current = new Map<string, string | undefined>();
	for (const line of text.split("\n")) {
		const [first = "", second] = line.split(" ");
		if (first === "of") {
			current = new Map();
			found.set(Number(second), current);
		} else if (first !== "") current.set(first, second);
	}
	return found;
}

function pick({ pid, started }: Process): Process {
	return { pid, started };
}
