import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A double of an agent's HTTP port, as docs/platforms/open-falcon.md tells of it: it answers 200 whatever comes of it. */
export interface FalconAgent {
	/** As `--machine` names it. */
	readonly machine: string;
	/** Paths that it was asked for. */
	readonly asked: readonly string[];
	stop(): Promise<void>;
}

/** `dirty`: its clone was changed by hand. `broken`: it cannot reach the repository. `stuck`: not even resetting helps. */
export async function startFalconAgent(
	state: "clean" | "dirty" | "broken" | "stuck",
	watch: (change: 1 | -1) => void = () => undefined,
): Promise<FalconAgent> {
	const asked: string[] = [];
	let isDirty = state === "dirty" || state === "stuck";
	const server = createServer((request, response) => {
		const { url = "" } = request;
		asked.push(url);
		if (url === "/plugin/reset" && state !== "stuck") isDirty = false;
		const broken = "git pull in dir:plugin fail. error: exit status 128";
		const dirty = "git pull in dir:plugin fail. error: exit status 1";
		const words = state === "broken" ? broken : isDirty ? dirty : "success";
		watch(1);
		setTimeout(() => {
			watch(-1);
			response.end(url === "/plugin/update" ? words : "success");
		}, 20);
	});
	await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
	const { port } = server.address() as AddressInfo;
	return {
		machine: `127.0.0.1:${port}`,
		asked,
		stop: () =>
			new Promise((done) => {
				server.closeAllConnections();
				server.close(() => done());
			}),
	};
}
