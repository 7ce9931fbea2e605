import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";

/** Below those that the kernel gives to connections on their way out: none of them takes one before its server does. */
const from = 20_000;
const to = 32_000;
const given = new Set<number>();

/** A port of 127.0.0.1 where nobody listens, and that was not given to anybody here before. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(from, to);
		if (given.has(port)) continue;
		given.add(port);
		const server = createServer();
		const isFree = await new Promise<boolean>((resolve) => {
			server.once("error", () => resolve(false));
			server.listen(port, "127.0.0.1", () => resolve(true));
		});
		if (!isFree) continue;
		server.close();
		await once(server, "close");
		return port;
	}
}
