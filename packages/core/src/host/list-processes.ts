import type { Connection } from "../connections/connection.ts";

export interface RunningProcess {
	readonly pid: number;
	readonly uid: string;
	/** Its words, with a space between. */
	readonly line: string;
}

/** What runs on the host, the oldest first; nothing where it shows none. */
export async function listProcesses(connection: Connection): Promise<RunningProcess[]> {
	const { stdout } = await connection.run(["ps", "-ww", "-eo", "pid=,ruid=,args="]);
	const found = stdout.split("\n").flatMap((row): RunningProcess[] => {
		const [, pid, uid = "", line = ""] = /^\s*(\d+)\s+(\d+)\s(.*)$/.exec(row) ?? [];
		return pid === undefined ? [] : [{ pid: Number(pid), uid, line: line.trim() }];
	});
	return found.sort((one, other) => one.pid - other.pid);
}
