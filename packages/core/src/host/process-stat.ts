export interface ProcessStat {
	readonly pid: number;
	readonly name: string;
	/** One letter; a zombie (Z) has ended, and only nobody has asked how. */
	readonly state: string;
	readonly parent: number;
	/** Clock ticks since the machine started: tells a process from a later one of the same number. */
	readonly started: string;
}

/** `/proc/<pid>/stat` as proc(5) has it: the name in brackets may hold anything, so the fields are counted behind it. */
export function parseProcessStat(text: string): ProcessStat | undefined {
	const end = text.lastIndexOf(")");
	const [, pid, name = ""] = /^(\d+) \((.*)$/s.exec(text.slice(0, end)) ?? [];
	const fields = text.slice(end + 2).split(" ");
	const [state, parent, started] = [fields[0], fields[1], fields[19]];
	if (!pid || !state || !started) return undefined;
	return { pid: Number(pid), name, state, parent: Number(parent), started };
}

export function hasEnded({ state }: ProcessStat): boolean {
	return state === "Z" || state === "X";
}
