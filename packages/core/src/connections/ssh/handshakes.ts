/** sshd drops connections at random from the tenth that has not signed in yet (MaxStartups 10:30:100). */
const atOnce = 5;

/**
 * The one state that a module of ours holds: a server counts the handshakes of this whole process, whichever
 * connection they are for.
 */
const waiting = new Map<string, { running: number; queue: (() => void)[] }>();

/** Does `work` when fewer than five others are at it with the same host. */
export async function withHandshake<T>(host: string, work: () => Promise<T>): Promise<T> {
	const line = waiting.get(host) ?? { running: 0, queue: [] };
	waiting.set(host, line);
	if (line.running >= atOnce) await new Promise<void>((resolve) => line.queue.push(resolve));
	else line.running++;
	try {
		return await work();
	} finally {
		// The place goes to the next in line, or is free.
		const next = line.queue.shift();
		if (next !== undefined) next();
		else if (--line.running === 0) waiting.delete(host);
	}
}
