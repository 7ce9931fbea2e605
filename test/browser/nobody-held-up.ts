import { setTimeout as pause } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect } from "vitest";
import { type AskedPage, pagesWhile, type Turn, turnsOf } from "./loop-probe.ts";

/** Of values in order, the one below which so many hundredths of them are. */
const percentile = (values: readonly number[], percent: number): number => {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
};
const largest = (values: readonly number[]): number => percentile(values, 100);

const enoughPages = 50;

/** What a page takes while another process computes: it takes of the processors what a worker would take. */
async function pagesBesideOther(page: AskedPage): Promise<number[]> {
	const other = new Worker("for (;;);", { eval: true });
	try {
		return await pagesWhile(page, pause(500));
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
 * - what a page takes is compared, by turns, with what it takes beside another process that computes as much: on a machine
 *   that is quiet it may take 100 ms, and only on a busy one more.
 * Were the work done on the event loop, one turn and one page would each take as long as all of it: a second and more.
 */
export async function expectNobodyHeldUp(
	work: () => Promise<unknown>,
	page: AskedPage,
	socket: string,
): Promise<void> {
	const others: number[] = [];
	const pages: number[] = [];
	const works: number[] = [];
	const turns: Turn[] = [];
	while (Math.min(others.length, pages.length) < enoughPages) {
		others.push(...(await pagesBesideOther(page)));
		await turnsOf(socket);
		const began = performance.now();
		pages.push(...(await pagesWhile(page, work())));
		works.push(performance.now() - began);
		turns.push(...(await turnsOf(socket)));
	}

	const computed = turns.map(({ had }) => had);
	const held = turns.map(({ held }) => held);
	expect(largest(computed)).toBeLessThan(80);
	// Locks and files, for which it waits without a processor.
	expect(percentile(held, 99)).toBeLessThan(80);
	const usual = percentile(others, 95);
	const bound = usual < 50 ? 100 : 3 * usual;
	expect(percentile(pages, 95)).toBeLessThan(Math.min(bound, Math.min(...works) / 2));
	const far = Math.max(250, 3 * largest(others), percentile(works, 50) / 2);
	expect(largest(pages)).toBeLessThan(far);
}
