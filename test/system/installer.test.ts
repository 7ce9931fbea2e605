import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import type { Progress } from "@graft/core/domain/progress";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { readReceipts } from "@graft/core/drivers/files/plan/receipts";
import { ownProcess } from "@graft/core/host/own-process";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { faultyConnection } from "../builders/faulty-connection.ts";
import { gone } from "./gone.ts";
import { confOf, deadProcess, first, mapOf, Server, second } from "./installer-server.ts";

let server: Server;
beforeEach(() => {
	server = new Server();
});
afterEach(() => server.tearDown());

const workFolder = () => server.facts.workFolder;

async function failure(work: Promise<unknown>): Promise<GraftError> {
	const error = await work.then(
		() => undefined,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof GraftError)) throw error ?? new Error("it did not fail");
	return error;
}

describe("an operation", () => {
	it("puts the files, leaves a receipt, and a second one has nothing to do", async () => {
		const { changed, receipt } = await server.run("present", first);
		expect(changed).toBe(true);
		expect(readFileSync(server.mapPath("Probe"), "utf8")).toBe(mapOf(first));
		expect(readFileSync(server.confPath("probe"), "utf8")).toBe(confOf("Probe"));
		const again = await server.plan("present", first);
		expect(again.plan.steps).toEqual([]);
		expect(await server.apply(again)).toEqual({ changed: false, receipt });
		expect(await server.status(first)).toMatchObject({ state: "in-sync", version: "1.0" });
	});

	it("there and back leaves the server as it was, to the byte", async () => {
		const before = server.snapshot();
		await server.run("present", first);
		await server.run("present", second);
		expect(existsSync(dirname(server.mapPath("Probe")))).toBe(false);
		expect(await server.run("absent", second)).toEqual({ changed: true, receipt: null });
		expect(server.snapshot()).toEqual(before);
	});

	it("costs few calls: each is a round trip over SSH", async () => {
		await server.run("present", first);
		await server.run("absent", first);
		const connection = faultyConnection(server.connect());
		const prepared = await server.plan("present", first);
		await server.apply(prepared, { connection });
		// Where a lock outlived the first request to remove its folder, that is asked for again.
		const isNew = (call: string, index: number) => call !== connection.calls[index - 1];
		expect(connection.calls.filter(isNew).length).toBeLessThanOrEqual(26);
	});

	it("says each step as it is done", async () => {
		await server.run("present", first);
		const steps = server.reports.filter((event) => event.kind === "step");
		expect(steps.map((event) => `${event.done}/${event.total}`)).toEqual([
			"1/4",
			"2/4",
			"3/4",
			"4/4",
		]);
		expect(steps.at(-1)?.text).toBe(`put ${server.confPath("probe")}`);
	});

	it("never puts a conf whose module the loader refuses", async () => {
		const bad = { version: "3", segment: "Bad", code: "die;" };
		const connection = faultyConnection(server.connect());
		await failure(server.run("present", bad, { connection }));
		const renames = connection.calls.filter((call) => call.startsWith("rename "));
		expect(renames.some((call) => call.endsWith(` ${server.mapPath("Bad")}`))).toBe(true);
		expect(renames.some((call) => call.endsWith(` ${server.confPath("probe")}`))).toBe(false);
	});

	it("tries a file where it is staged, before anything is moved, and moves nothing where that fails", async () => {
		await server.run("present", first);
		const before = server.snapshot();
		const look = `test -x /bin/sh && grep -q Prober "$0" && ! test -e '${server.mapPath("Prober")}'`;
		const connection = faultyConnection(server.connect());
		const trial = ["sh", "-c", `${look} && echo it says no && exit 1`];
		const error = await failure(server.run("present", second, { connection, trial }));
		expect(error.message).toContain("Prober is not ready: it says no");
		const renames = connection.calls.filter((call) => call.startsWith("rename "));
		expect(renames.filter((call) => call.endsWith(".pm") || call.endsWith(".conf"))).toEqual([]);
		expect(server.snapshot()).toEqual(before);
		await server.run("present", second, { trial: ["sh", "-c", look] });
		expect((await server.plan("present", second, { trial })).plan.steps).toEqual([]);
	});

	it("puts all back when the host's own loader refuses, and says its words without their escapes", async () => {
		const before = server.snapshot();
		const bad = { version: "3", segment: "Bad", code: 'die "\\e[31mno such table\\n";' };
		const error = await failure(server.run("present", bad));
		expect(error.kind).toBe("refused");
		expect(error.message).toContain("Bad does not load: \\x1b[31mno such table");
		expect(error.message).toContain("Everything was rolled back");
		expect(server.snapshot()).toEqual(before);
		expect((await readReceipts(server.connect(), place())).receipts).toEqual([]);
		expect(server.reports).toContainEqual({ kind: "output", text: "\\x1b[31mno such table" });
	});

	it("reports what a check says line by line, up to a bound, then its end, and how much more it was", async () => {
		const talkative = { ...first, code: 'print "line $_\\n\\n" for 1 .. 1300;' };
		await server.run("present", talkative);
		const lines = Array.from({ length: 1300 }, (_, index) => `line ${index + 1}`);
		const said = server.reports.filter(({ kind }) => kind === "output");
		expect(said.map(({ text }) => text)).toEqual([...lines.slice(0, 200), ...lines.slice(-40)]);
		expect(server.reports).toContainEqual({
			kind: "note",
			text: "1,060 more lines of it left out",
		});
	});

	it("ends a check that is under way where it is cancelled, and puts all back", async () => {
		const before = server.snapshot();
		const cancel = new AbortController();
		const endless = { ...first, code: 'BEGIN { $| = 1; print "$$\\n"; sleep 300 }' };
		const pids: string[] = [];
		const hear = ({ kind, text }: Progress) => {
			if (kind !== "output") return;
			pids.push(text);
			cancel.abort();
		};
		const { signal } = cancel;
		const error = await failure(server.run("present", endless, { signal, hear }));
		expect(error.kind).toBe("cancelled");
		expect(error.message).toBe(
			"local: it was cancelled while perl ran. Everything was rolled back.",
		);
		expect(server.snapshot()).toEqual(before);
		expect(pids).toHaveLength(1);
		for (const pid of pids) await gone(pid);
	});
});

const place = () => placeOf(server.connect(), "ocs-inventory", server.facts);

describe("what stands on the server", () => {
	it("is put back into order where it drifted, and the drifted content is kept", async () => {
		await server.run("present", first);
		server.put(server.confPath("probe"), `${confOf("Probe")}# mine\n`);
		expect(await server.status(first)).toMatchObject({ state: "drifted", version: null });
		const { plan } = await server.plan("present", first);
		expect(plan.notes.join()).toContain("was changed since Graft installed it");
		await server.run("present", first);
		expect(readFileSync(server.confPath("probe"), "utf8")).toBe(confOf("Probe"));
		expect(kept()).toEqual([`${confOf("Probe")}# mine\n`]);
	});

	it("is kept too where it came from elsewhere and is taken away", async () => {
		server.put(server.mapPath("Probe"), "package Mine;\n1;\n");
		await server.run("absent", first);
		expect(existsSync(server.mapPath("Probe"))).toBe(false);
		expect(kept()).toEqual(["package Mine;\n1;\n"]);
	});

	it("put there by hand, and equal to ours, needs nothing and can be taken away", async () => {
		server.put(server.mapPath("Probe"), mapOf(first));
		server.put(server.confPath("probe"), confOf("Probe"));
		expect((await server.run("present", first)).changed).toBe(false);
		expect((await server.run("absent", first)).changed).toBe(true);
		expect(existsSync(dirname(server.mapPath("Probe")))).toBe(false);
		expect(kept()).toEqual([]);
	});

	it("tells an earlier version by its content", async () => {
		await server.run("present", first);
		expect(await server.status(second)).toMatchObject({ state: "other-version", version: "1.0" });
		await server.run("absent", first);
		expect(await server.status(second)).toMatchObject({ state: "missing", version: null });
	});

	it("belongs to another extension: refused, naming it", async () => {
		await server.run("present", first, { id: "owner" });
		const error = await failure(server.plan("present", first));
		expect(error.problems.map((problem) => problem.code)).toEqual(["place/owned-by-another"]);
		expect(error.message).toContain("belongs to owner");
	});

	it("is a link: refused, for putting it back would leave a plain file", async () => {
		server.put(join(server.root, "elsewhere.conf"), confOf("Probe"));
		symlinkSync(join(server.root, "elsewhere.conf"), server.confPath("probe"));
		const error = await failure(server.plan("present", first));
		expect(error.problems.map((problem) => problem.code)).toEqual(["place/not-a-file"]);
	});

	it("changed after the plan was shown: refused, and nothing is touched", async () => {
		const prepared = await server.plan("present", first);
		server.put(server.confPath("probe"), confOf("Other"));
		const before = server.snapshot();
		const error = await failure(server.apply(prepared));
		expect(error.kind).toBe("refused");
		expect(error.message).toContain(server.confPath("probe"));
		expect(server.snapshot()).toEqual(before);
	});

	it("is safe from a plan that was altered after it was agreed to", async () => {
		const before = server.snapshot();
		const prepared = await server.plan("present", first);
		const [step] = prepared.plan.steps;
		if (!step) throw new Error("no step");
		const altered = { ...prepared.plan, steps: [{ ...step, target: `${server.root}/evil` }] };
		expect((await failure(server.apply({ ...prepared, plan: altered }))).kind).toBe("refused");
		expect(server.snapshot()).toEqual(before);
	});

	it("has a receipt that is none: passed over and said", async () => {
		await server.run("present", first);
		const path = join(place().receiptsFolder, "probe.json");
		const receipt = JSON.parse(readFileSync(path, "utf8"));
		receipt.files.push({ path: "/etc/../etc/passwd", sha256: "0".repeat(64), staging: "/x" });
		writeFileSync(path, JSON.stringify(receipt));
		const { plan } = await server.plan("absent", first);
		expect(plan.notes.join()).toContain("is not a receipt that can be read");
		expect(plan.steps.map((step) => step.target)).not.toContain("/etc/passwd");
	});

	function kept(): string[] {
		const folder = join(place().receiptsFolder, "kept");
		if (!existsSync(folder)) return [];
		return readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
	}
});

describe("two at once", () => {
	it("one wins, the other is told who is at work", async () => {
		const plans = [await server.plan("present", first), await server.plan("present", first)];
		const results = await Promise.allSettled(plans.map((plan) => server.apply(plan)));
		const refused = results.filter((result) => result.status === "rejected");
		expect(refused).toHaveLength(1);
		expect(refused[0]?.reason).toMatchObject({ kind: "refused" });
		expect(existsSync(workFolder())).toBe(false);
		expect(server.faults()).toEqual([]);
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("waits for an owner on another machine until it has been silent for half a minute", async () => {
		const process = { ...ownProcess(), machine: "another one", host: "elsewhere" };
		await interrupted({ process });
		const error = await failure(server.run("present", first));
		expect(error.message).toContain("tester on elsewhere");
		server.letTimePass();
		await server.run("present", first);
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("does not wait for an owner here that has ended", async () => {
		await interrupted({ process: deadProcess() });
		await server.run("present", first);
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("does not take a later process of the same number for the owner", async () => {
		await interrupted({ process: { ...ownProcess(), started: "1" } });
		await server.run("present", first);
		expect((await server.status(first)).state).toBe("in-sync");
	});

	it("lets the second try of one operation in at once", async () => {
		const prepared = await server.plan("present", first);
		const connection = faultyConnection(server.connect(), { death: { call: 4, moment: "after" } });
		const error = await failure(server.apply(prepared, { connection, operation: "op-1" }));
		expect(error).toMatchObject({ kind: "unreachable" });
		expect(error.message).toContain("Nothing was changed");
		expect((await failure(server.apply(prepared, { operation: "op-2" }))).kind).toBe("refused");
		expect((await server.apply(prepared, { operation: "op-1" })).changed).toBe(true);
	});

	it("held up for so long that another one took over, touches nothing more", async () => {
		let now = Date.now();
		let callsThen = 0;
		const prepared = await server.plan("present", first);
		const connection = faultyConnection(server.connect(), {
			inspect: () => {
				if (callsThen > 0 || !existsSync(server.mapPath("Probe"))) return;
				callsThen = connection.calls.length;
				now += 60_000;
				writeFileSync(join(workFolder(), "lock-2.json"), "{}");
			},
		});
		const clock = () => new Date(now);
		const error = await failure(server.apply(prepared, { connection, clock }));
		expect(error.message).toContain("another one took over");
		const after = connection.calls.slice(callsThen).map((call) => call.split(" ")[0]);
		expect(new Set(after)).toEqual(new Set(["list", "read", "stat"]));
	});

	it("does not obey the journal of another user", async () => {
		await interrupted({ process: deadProcess() });
		const connection = server.connect();
		const stranger = {
			...connection,
			lstat: async (path: string) => {
				const stat = await connection.lstat(path);
				return stat && path.startsWith(workFolder()) && !path.includes("probe-")
					? { ...stat, uid: 4242 }
					: stat;
			},
		};
		const before = server.snapshot();
		const error = await failure(server.run("absent", first, { connection: stranger }));
		expect(error.message).toContain("belongs to another user (uid 4242)");
		expect(server.snapshot()).toEqual(before);
	});

	it("an interrupted one is said in the next plan, and cleared away even where nothing else is to do", async () => {
		await interrupted({ process: deadProcess() });
		const prepared = await server.plan("present", first);
		expect(prepared.plan.notes.join()).toContain("an operation of tester");
		expect(existsSync(workFolder())).toBe(true);
		await server.apply(prepared);
		expect(existsSync(workFolder())).toBe(false);
	});

	/** It dies after its commit, before its journal goes. */
	async function interrupted({ process }: { process: ReturnType<typeof ownProcess> }) {
		const call = 20;
		const prepared = await server.plan("present", first);
		const connection = faultyConnection(server.connect(), { death: { call, moment: "after" } });
		const error = await failure(server.apply(prepared, { connection, process }));
		await connection.settled();
		expect(error.kind).toBe("partly-done");
		expect(error.hint).toContain("Run it again");
	}
});

describe("what fails on the way", () => {
	it("at every call that changes something: all is put back, or a person is told", async () => {
		// A sign of life may come at any call, or never; what fails of it is seen at the next step.
		const passes = /^(read|stat|kind|list) |^write .*\/alive$/;
		for (let nth = 1; ; nth++) {
			const other = new Server();
			const before = other.snapshot();
			let seen = 0;
			let refused: string | undefined;
			const connection = faultyConnection(other.connect(), {
				fail: (call) => {
					if (passes.test(call)) return undefined;
					// A place without space refuses the same again.
					if (++seen === nth) refused = call;
					if (call !== refused) return undefined;
					return new GraftError("refused", `local: cannot ${call}: no space left on device`);
				},
				inspect: () => expect(other.faults()).toEqual([]),
			});
			const running = other.run("present", first, { connection });
			if (
				await running.then(
					() => refused === undefined,
					() => false,
				)
			) {
				other.tearDown();
				expect(nth).toBeGreaterThan(10);
				break;
			}
			const error = await failure(running);
			expect(error.message).toContain("no space left");
			if (error.kind === "partly-done") {
				expect(error.message).toContain("everything is done");
				other.letTimePass();
				await other.run("present", first);
				expect((await other.status(first)).state).toBe("in-sync");
				expect(existsSync(other.facts.workFolder)).toBe(false);
			} else {
				expect(other.snapshot()).toEqual(before);
			}
			other.tearDown();
		}
	});

	it("a back-up that is gone is said, not passed over", async () => {
		await server.run("present", first, { checks: false });
		const newer = { ...first, version: "2", code: "die 'no';" };
		const connection = faultyConnection(server.connect(), {
			fail: (call) => {
				if (call.startsWith("run ")) {
					const staging = join(server.perl, ".graft");
					for (const name of readdirSync(staging)) rmSync(join(staging, name));
				}
				return undefined;
			},
		});
		const error = await failure(server.run("present", newer, { connection }));
		expect(error.kind).toBe("partly-done");
		expect(error.message).toContain(`the back-up of ${server.mapPath("Probe")} is gone`);
	});
});
