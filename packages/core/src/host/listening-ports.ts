import type { Connection } from "../connections/connection.ts";

/** As Linux lists them: address and port in hex, and 0A for a socket that listens (proc(5), /proc/net/tcp). */
const script = `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q -i " [0-9A-F]*:$1 [0-9A-F]*:[0-9A-F]* 0A "`;

/** Whether anything takes TCP connections on a port of the host, at whatever address; false where nobody can tell. */
export async function isListenedOn(connection: Connection, port: number): Promise<boolean> {
	const digits = port.toString(16).toUpperCase().padStart(4, "0");
	const { code } = await connection.run(["sh", "-c", script, "sh", digits]);
	return code === 0;
}
