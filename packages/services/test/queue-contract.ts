import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import type { Prisma } from "@graft/database/generated/client";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseProcessStat } from "../../core/src/host/process-stat.ts";
import type { Asked, OperationQueue, Part } from "../src/context/operation-queue.ts";
import { thisProcess } from "../src/running/process-identity.ts";

/** One store, opened as often as a test likes: each queue stands for another process. */
export interface QueuePlace {
	/** `secondsLater` sets the clock of that process ahead. */
	open(secondsLater?: number): Promise<OperationQueue>;
	/** Somebody works on that extension outside of the queue. */
	hold(extensionId: string): Promise<void>;
	letGo(extensionId: string): Promise<void>;
	/** How it ended; null as long as it has not, and where there is none. */
	end(id: string): Promise<QueueEnd | null>;
	/** Something beside it that can be stored with an end, or fails; and whether it was. */
	write(fails: boolean): Prisma.PrismaPromise<unknown>;
	isWritten(): Promise<boolean>;
	dispose(): Promise<void>;
}

interface QueueEnd {
	readonly state: string;
	readonly outcome: string | null;
	readonly problems: readonly string[];
	readonly secrets: string | null;
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
		...{
			actor: "alice",
			personId: "p1",
			input: { id: "probe" },
			sealedSecrets: null,
			undoOf: null,
		},
		...changes,
	};
}

const partOf = (whole: Asked): Part => ({
	...{ id: `${whole.id}-part`, kind: "install", extensionId: whole.extensionId, actor: "alice" },
	...{ version: null, serverId: null, planHash: null, parentId: whole.id },
});
const cancelled = { state: "cancelled", outcome: "Cancelled before it began." } as const;

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
			expect(await queue.cancel(own.id, "bob", cancelled)).toBe("asked");
			expect(await place.end(own.id)).toBeNull();
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
				...{ state: "failed", outcome: "No." },
				problems: ["x/y"],
				secrets: null,
			});
		});

		it("stores what was done together with the end, or neither", async () => {
			const own = asked();
			await queue.enqueue(own, far("a"));
			await expect(queue.finish(own.id, far("a"), done, [place.write(true)])).rejects.toThrow();
			expect(await queue.finish(own.id, far("b"), done, [place.write(false)])).toBe(false);
			expect([await place.isWritten(), await place.end(own.id)]).toEqual([false, null]);
			expect(await queue.finish(own.id, far("a"), done, [place.write(false)])).toBe(true);
			expect(await place.isWritten()).toBe(true);
			expect(await place.end(own.id)).toMatchObject(done);
		});

		it("ends by a cancel what nobody has begun, and gives it to no runner", async () => {
			const own = asked({ sealedSecrets: "1.x" });
			await queue.enqueue(own);
			const answers = await Promise.all(
				["bob", "eve"].map((by) => queue.cancel(own.id, by, cancelled)),
			);
			expect(answers.toSorted()).toEqual(["ended", null]);
			expect(await place.end(own.id)).toMatchObject({ ...cancelled, secrets: null });
			expect(await queue.take(far("a"))).toBeNull();
		});

		it("either begins or ends what is taken and cancelled at once", async () => {
			const other = await place.open();
			const all = Array.from({ length: 8 }, () => asked());
			for (const each of all) await queue.enqueue(each);
			const [taken, answers] = await Promise.all([
				Promise.all(all.map(() => other.take(far("a")))),
				Promise.all(all.map(({ id }) => queue.cancel(id, "bob", cancelled))),
			]);
			for (const [at, { id }] of all.entries()) {
				const isTaken = taken.some((each) => each?.id === id);
				expect([isTaken, answers[at]]).toEqual(isTaken ? [true, "asked"] : [false, "ended"]);
				expect((await place.end(id))?.state).toBe(isTaken ? undefined : "cancelled");
			}
		});

		it("asks once for the end of what is begun, and of nothing that has ended", async () => {
			const own = asked();
			await queue.enqueue(own);
			await queue.take(far("a"));
			expect(await queue.cancel(own.id, "bob", cancelled)).toBe("asked");
			expect(await queue.cancel(own.id, "eve", cancelled)).toBeNull();
			expect(await queue.finish(own.id, far("a"), done)).toBe(true);
			expect(await queue.cancel(own.id, "eve", cancelled)).toBeNull();
			expect(await place.end(own.id)).toMatchObject(done);
		});

		it("tells whoever goes on with what was left of a cancel that came meanwhile", async () => {
			const own = asked();
			await queue.enqueue(own, far("a"));
			expect(await queue.release(own.id, far("a"))).toBe(true);
			// What it had begun must be put in order first.
			expect(await queue.cancel(own.id, "bob", cancelled)).toBe("asked");
			expect(await queue.take(far("b"))).toMatchObject({ attempt: 2, cancelAsked: true });
		});

		it("keeps a part beside its whole: it is never taken, found dead before that, and forgotten where it did nothing", async () => {
			const own = asked();
			await queue.enqueue(own, far("a"));
			const part = partOf(own);
			await queue.begin(part, far("a"));
			expect(await queue.take(far("b"))).toBeNull();
			const parts = (await (await place.open(121)).dead()).map(({ id, isWhole }) => [id, isWhole]);
			expect(parts).toEqual([
				[part.id, false],
				[own.id, true],
			]);
			expect(await queue.finish(part.id, far("b"), null)).toBe(false);
			expect(await queue.finish(part.id, far("a"), null, [place.write(false)])).toBe(true);
			expect([await place.end(part.id), await place.isWritten()]).toEqual([null, true]);
			expect((await (await place.open(121)).dead()).map(({ id }) => id)).toEqual([own.id]);
		});

		it("takes a runner that is silent for long for dead, by anybody's clock, and none before", async () => {
			const own = asked({ sealedSecrets: "1.x" });
			await queue.enqueue(own, far("a"));
			expect(await (await place.open(60)).dead()).toEqual([]);
			const later = await place.open(121);
			expect(await later.dead()).toMatchObject([
				{ id: own.id, runner: far("a"), isWhole: true, attempt: 1 },
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
			const others = [far("b"), far("c")];
			const tookOver = await Promise.all(
				others.map((other) => queue.takeOver(own.id, runner, other)),
			);
			expect(tookOver.filter(Boolean)).toHaveLength(1);
			// Who puts it in order lives, and nobody else is given it meanwhile.
			expect(await (await place.open(60)).dead()).toEqual([]);
			expect(await queue.take(far("d"))).toBeNull();
			const released = await Promise.all(
				[...others, ...others].map((other) => queue.release(own.id, other)),
			);
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
