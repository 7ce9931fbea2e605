import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect } from "vitest";
import { type AskedPage, pagesWhile, turnsOf } from "./loop-probe.ts";

/** Of values in order, the one below which so many hundredths of them are. */
const percentile = (values: readonly number[], percent: number): number => {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
};
const largest = (values: readonly number[]): number => percentile(values, 100);

const enoughPages = 50;

/** Does something again until enough pages were answered meanwhile: milliseconds of each page, and of each time. */
async function pagesBeside(page: AskedPage, work: () => Promise<unknown>) {
	const pages: number[] = [];
	const works: number[] = [];
	while (pages.length < enoughPages) {
		const began = performance.now();
		pages.push(...(await pagesWhile(page, work())));
		works.push(performance.now() - began);
	}
	return { pages, works };
}

/** The same while another process computes: it takes of the processors what a worker would take. */
async function pagesBesideOthers(page: AskedPage): Promise<number[]> {
	const other = new Worker("for (;;);", { eval: true });
	try {
		return (await pagesBeside(page, () => pause(1000))).pages;
	} finally {
		await other.terminate();
	}
}

/**
 * Fails where `work` keeps the console that is watched through `socket` from answering others within 100 ms.
 *
 * That is what is promised, on two processors of which a worker takes one. On a machine that is busy anyway a page takes
 * longer without anybody's fault; so
 * - what the event loop computes in one turn is counted in its own time on a processor, which no neighbour changes;
 * - what a page takes is compared with what it takes beside another process that computes as much.
 * Were the work done on the event loop, one turn and one page would each take as long as all of it: a second and more.
 */
export async function expectNobodyHeldUp(
	work: () => Promise<unknown>,
	page: AskedPage,
	socket: string,
): Promise<void> {
	const others = await pagesBesideOthers(page);
	await turnsOf(socket);
	const { pages, works } = await pagesBeside(page, work);
	const turns = await turnsOf(socket);

	const computed = turns.map(({ had }) => had);
	const held = turns.map(({ held }) => held);
	expect(largest(computed)).toBeLessThan(80);
	// Locks and files, for which it waits without a processor.
	expect(percentile(held, 99)).toBeLessThan(80);
	const bound = Math.max(100, 2 * percentile(others, 95));
	expect(percentile(pages, 95)).toBeLessThan(Math.min(bound, Math.min(...works) / 2));
	expect(largest(pages)).toBeLessThan(Math.max(250, 3 * largest(others)));
}
