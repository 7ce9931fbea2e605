// Preloaded into a console under test by NODE_OPTIONS; no part of what is served. Over a socket it tells what its event
// loop did since it was asked the last time.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import process from "node:process";
import { isMainThread } from "node:worker_threads";

const everyMs = 5;

/** Milliseconds that this thread had a processor, and that it was ready to run and had none: proc(5), schedstat. */
function processorTime() {
	const [had, waited] = readFileSync("/proc/thread-self/schedstat", "latin1").split(" ");
	return { had: Number(had) / 1e6, waited: Number(waited) / 1e6 };
}

/** What goes wrong where nobody hears of it: a fault of ours, a refusal (by its name, as the console knows it), a throw. */
const mistakes = {
	"/reject": () => void Promise.reject(new Error("nobody waits for this")),
	"/refuse": () => {
		const refusal = new Error("nobody is told of this refusal");
		refusal.name = "GraftError";
		void Promise.reject(refusal);
	},
	"/throw": () =>
		setImmediate(() => {
			throw new Error("nobody catches this");
		}),
};

if (isMainThread && process.env.GRAFT_LOOP_PROBE !== undefined) {
	let last = { at: performance.now(), ...processorTime() };
	let turns = [];
	setInterval(() => {
		const now = { at: performance.now(), ...processorTime() };
		const late = Math.max(0, now.at - last.at - everyMs);
		const had = now.had - last.had;
		turns.push({ late, had, held: Math.max(0, late - (now.waited - last.waited)) });
		last = now;
	}, everyMs).unref();
	createServer(({ url }, response) => {
		mistakes[url]?.();
		response.end(JSON.stringify(turns));
		turns = [];
	})
		.listen(process.env.GRAFT_LOOP_PROBE)
		.unref();
}
