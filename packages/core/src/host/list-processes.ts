import type { Connection } from "../connections/connection.ts";

export interface RunningProcess {
	readonly pid: number;
	readonly parent: number;
	readonly uid: string;
	/** Its words, with a space between. */
	readonly line: string;
}

/** What runs on the host, the oldest first; nothing where it shows none. */
export async function listProcesses(connection: Connection): Promise<RunningProcess[]> {
	const { stdout } = await connection.run(["ps", "-ww", "-eo", "pid=,ppid=,ruid=,args="]);
	const found = stdout.split("\n").flatMap((row): RunningProcess[] => {
		const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s(.*)$/.exec(row);
		if (found === null) return [];
		const [, pid, parent, uid = "", line = ""] = found;
		return [{ pid: Number(pid), parent: Number(parent), uid, line: line.trim() }];
	});
	return found.sort((one, other) => one.pid - other.pid);
}
