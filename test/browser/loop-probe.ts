import { once } from "node:events";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** One turn of a console's event loop, in milliseconds. */
export interface Turn {
	/** Beyond the time at which it was due. */
	readonly late: number;
	/** Of that, without waiting for a processor: others have those. */
	readonly held: number;
	/** For which its thread had a processor: what it computed itself. */
	readonly had: number;
}

const here = (name: string) => join(import.meta.dirname, name);

/** Settings with which a console is watched through `socket`. Nothing of this is in what is served. */
export function watched(socket: string): Record<string, string> {
	const probe = pathToFileURL(here("loop-probe.mjs")).href;
	return { GRAFT_LOOP_PROBE: socket, NODE_OPTIONS: `--import=${probe}` };
}

/** The turns since it was asked the last time. Any other path: and something goes wrong of which nobody hears. */
export async function turnsOf(
	socketPath: string,
	path: "/" | "/reject" | "/refuse" | "/throw" = "/",
): Promise<Turn[]> {
	// A connection of its own: one that was kept may be closed by the other end just then.
	const sent = request({ socketPath, path, agent: false }).end();
	const [answer] = await once(sent, "response");
	return JSON.parse(await text(answer));
}

export interface AskedPage {
	readonly url: string;
	/** "" for nobody. */
	readonly cookie: string;
}

/** Milliseconds that a page took, again and again, for as long as `busy` is. */
export async function pagesWhile(page: AskedPage, busy: Promise<unknown>): Promise<number[]> {
	const asker = new Worker(here("page-asker.mjs"), { workerData: page });
	const failed = once(asker, "error").then(([error]) => Promise.reject(error));
	await Promise.race([busy, failed]);
	const answered = once(asker, "message");
	asker.postMessage("stop");
	const [took] = await Promise.race([answered, failed]);
	failed.catch(() => undefined);
	return took;
}
