// Asks for pages in a thread of its own, one after the other, until it is told to stop: what else the test does at that
// time, such as to send an archive, is not to count as waiting for an answer.
import { request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";

const { url, cookie } = workerData;
const took = [];
let isOver = false;
parentPort.once("message", () => {
	isOver = true;
});

/** Milliseconds until the last byte of it was there. */
function page() {
	const began = performance.now();
	return new Promise((resolve, reject) => {
		request(url, { agent: false, headers: { cookie } }, (response) => {
			if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
			response.resume().on("end", () => resolve(performance.now() - began));
		})
			.on("error", reject)
			.end();
	});
}

while (!isOver) {
	took.push(await page());
	await pause(10);
}
parentPort.postMessage(took);
