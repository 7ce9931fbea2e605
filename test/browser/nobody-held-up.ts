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
/** On a machine that is busy, pages are few, and say little. */
const mostRounds = 6;

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
 * - what the event loop computes in one turn is counted in its own time on a processor, and may be 80 ms, or more where
 *   it is that much more without the work: neighbours share caches, and a guest's processor may be taken from it;
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
	const usualTurns: Turn[] = [];
	await turnsOf(socket);
	while (Math.min(others.length, pages.length) < enoughPages && works.length < mostRounds) {
		others.push(...(await pagesBesideOther(page)));
		usualTurns.push(...(await turnsOf(socket)));
		const began = performance.now();
		pages.push(...(await pagesWhile(page, work())));
		works.push(performance.now() - began);
		turns.push(...(await turnsOf(socket)));
	}

	const most = (usualMs: number) => Math.max(80, Math.min(3 * usualMs, Math.min(...works) / 4));
	const computed = (of: readonly Turn[]) => largest(of.map(({ had }) => had));
	expect(computed(turns)).toBeLessThan(most(computed(usualTurns)));
	// Locks and files, for which it waits without a processor.
	const held = (of: readonly Turn[]) =>
		percentile(
			of.map(({ held }) => held),
			99,
		);
	expect(held(turns)).toBeLessThan(most(held(usualTurns)));
	const usual = percentile(others, 95);
	const bound = usual < 50 ? 100 : 3 * usual;
	expect(percentile(pages, 95)).toBeLessThan(Math.min(bound, Math.min(...works) / 2));
	const far = Math.max(250, 3 * largest(others), percentile(works, 50) / 2);
	expect(largest(pages)).toBeLessThan(far);
}
