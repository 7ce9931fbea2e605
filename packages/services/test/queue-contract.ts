import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseProcessStat } from "../../core/src/host/process-stat.ts";
import type { Asked, OperationQueue } from "../src/operations/queue.ts";
import { thisProcess } from "../src/running/process-identity.ts";

/** One store, opened as often as a test likes: each queue stands for another process. */
export interface QueuePlace {
	/** `secondsLater` sets the clock of that process ahead. */
	open(secondsLater?: number): Promise<OperationQueue>;
	/** Somebody works on that extension outside of the queue. */
	hold(extensionId: string): Promise<void>;
	letGo(extensionId: string): Promise<void>;
	/** As the cancel verb does. */
	askForCancel(id: string): Promise<void>;
	/** How it ended; null as long as it has not. */
	end(
		id: string,
	): Promise<{ state: string; problems: readonly string[]; secrets: string | null } | null>;
	dispose(): Promise<void>;
}

const done = { state: "done", outcome: "It is done." } as const;

/** A process of another machine, which nobody here can look for. */
const far = (name: string) =>
	JSON.stringify({ ...JSON.parse(thisProcess()), machine: name, host: name });

let count = 0;
function asked(changes: Partial<Asked> = {}): Asked {
	count += 1;
	return {
		...{ id: `operation-${count}`, kind: "activate", extensionId: `extension-${count}` },
		...{ actor: "alice", input: { id: "probe" }, sealedSecrets: null, undoOf: null },
		...changes,
	};
}

/** What every driver of the queue must keep to. */
export function queueContract(name: string, makePlace: () => Promise<QueuePlace>): void {
	describe(`the queue of operations: ${name}`, () => {
		let place: QueuePlace;
		let queue: OperationQueue;
		beforeEach(async () => {
			place = await makePlace();
			queue = await place.open();
		});
		afterEach(() => place.dispose());

		it("gives what was asked for, as it was asked for, the first first, and then nothing", async () => {
			const [one, other] = [asked({ sealedSecrets: "1.x", undoOf: "y" }), asked()];
			await queue.enqueue(one);
			await queue.enqueue(other);
			const runner = far("a");
			expect(await queue.take(runner)).toEqual({ ...one, attempt: 1, cancelAsked: false });
			expect(await queue.take(runner)).toMatchObject({ id: other.id });
			expect(await queue.take(runner)).toBeNull();
		});

		it("gives each operation to one runner, however many ask at once", async () => {
			const all = Array.from({ length: 12 }, () => asked());
			for (const each of all) await queue.enqueue(each);
			const runners = await Promise.all(
				["a", "b", "c"].map(async (name) => ({ name, at: await place.open() })),
			);
			const taken = await Promise.all(
				runners.map(async ({ name, at }) => {
					const ids: string[] = [];
					for (let next = await at.take(far(name)); next !== null; next = await at.take(far(name)))
						ids.push(next.id);
					return ids;
				}),
			);
			expect(taken.flat().sort()).toEqual(all.map(({ id }) => id).sort());
		});

		it("gives none whose extension is being worked on, by an operation or by somebody else", async () => {
			const first = asked({ extensionId: "probe" });
			const second = asked({ extensionId: "probe" });
			const third = asked({ extensionId: "other" });
			for (const each of [first, second, third]) await queue.enqueue(each);
			await place.hold("other");
			expect(await queue.take(far("a"))).toMatchObject({ id: first.id });
			expect(await queue.take(far("b"))).toBeNull();
			await place.letGo("other");
			expect(await queue.take(far("b"))).toMatchObject({ id: third.id });
			expect(await queue.finish(first.id, far("a"), done)).toBe(true);
			expect(await queue.take(far("b"))).toMatchObject({ id: second.id });
		});

		it("lets whoever asks run it at once", async () => {
			const own = asked();
			await queue.enqueue(own, far("a"));
			expect(await queue.take(far("b"))).toBeNull();
			expect(await queue.heartbeat(own.id, far("a"))).toEqual({ held: true, cancelAsked: false });
			expect(await queue.finish(own.id, far("a"), done)).toBe(true);
		});

		it("tells a runner of a cancel, and of what is not its own any more", async () => {
			const own = asked();
			await queue.enqueue(own, far("a"));
			await place.askForCancel(own.id);
			expect(await queue.heartbeat(own.id, far("a"))).toEqual({ held: true, cancelAsked: true });
			expect(await queue.heartbeat(own.id, far("b"))).toEqual({ held: false, cancelAsked: false });
		});

		it("ends once, by who has it, with its problems and without its secrets", async () => {
			const own = asked({ sealedSecrets: "1.x" });
			await queue.enqueue(own, far("a"));
			const problem = {
				severity: "error",
				code: "x/y",
				part: "web",
				path: "",
				message: "m",
				hint: "h",
			};
			const failure = { kind: "refused", hint: "h" } as const;
			const failed = {
				state: "failed",
				outcome: "No.",
				failure,
				problems: [problem as never],
			} as const;
			expect(await queue.finish(own.id, far("b"), failed)).toBe(false);
			expect(await place.end(own.id)).toBeNull();
			expect(await queue.finish(own.id, far("a"), failed)).toBe(true);
			expect(await queue.finish(own.id, far("a"), done)).toBe(false);
			expect(await place.end(own.id)).toEqual({
				state: "failed",
				problems: ["x/y"],
				secrets: null,
			});
		});

		it("takes a runner that is silent for long for dead, by anybody's clock, and none before", async () => {
			const own = asked({ sealedSecrets: "1.x" });
			await queue.enqueue(own, far("a"));
			expect(await (await place.open(60)).dead()).toEqual([]);
			const later = await place.open(121);
			expect(await later.dead()).toMatchObject([
				{ id: own.id, runner: far("a"), sealedSecrets: "1.x" },
			]);
			await later.heartbeat(own.id, far("a"));
			expect(await later.dead()).toEqual([]);
		});

		it("takes a runner whose process was killed for dead at once, and gives its operation to one other", async () => {
			const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
			const runner = JSON.stringify({
				...JSON.parse(thisProcess()),
				pid: child.pid,
				started: startOf(child.pid),
			});
			const own = asked();
			await queue.enqueue(own, runner);
			expect(await queue.dead()).toEqual([]);
			child.kill("SIGKILL");
			await once(child, "exit");
			expect(await queue.dead()).toMatchObject([{ id: own.id, attempt: 1 }]);
			const released = await Promise.all([
				queue.release(own.id, runner),
				queue.release(own.id, runner),
			]);
			expect(released.filter(Boolean)).toHaveLength(1);
			await queue.enqueue(asked());
			const left = { leftOnly: true };
			expect(await queue.take(far("b"), left)).toMatchObject({ id: own.id, attempt: 2 });
			expect(await queue.take(far("b"), left)).toBeNull();
			// Should it have lived after all, it learns that.
			expect(await queue.heartbeat(own.id, runner)).toMatchObject({ held: false });
			expect(await queue.finish(own.id, runner, done)).toBe(false);
		});
	});
}

/** As the system tells processes of one number apart. */
function startOf(pid: number | undefined): string {
	const text = readFileSync(`/proc/${pid}/stat`, "utf8");
	return parseProcessStat(text)?.started ?? "";
}
