import { setTimeout as pause } from "node:timers/promises";
import type { RunResult } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Check, ServiceStep } from "../../../domain/plan.ts";
import { inTenths } from "../../../domain/progress.ts";
import { findService, lookAtService, type Service } from "../../../host/look-at-service.ts";
import { hostWords } from "./host-words.ts";
import { runTold } from "./run-told.ts";
import { type Before, judge, seenBefore, type Verdict } from "./service-checks.ts";
import { markLog, newWords } from "./service-log.ts";
import type { Site } from "./site.ts";

/**
 * `changed`: seen, by all checks. `declined`: the command failed, and the service is the process that it was. `ended`: what
 * must not happen did. `unseen`: not all checks came true in time.
 */
export interface ServiceOutcome {
	readonly outcome: "changed" | "declined" | "ended" | "unseen";
	readonly words: string;
}

const pollMs = 100;
const startAgainMs = 3_000;
/** A service that is away for so long after its restart does not come by itself: what waits longer keeps its host down. */
const goneMs = 20_000;

type Told = Pick<Site, "connection" | "report">;

/** Waits until the service may be asked; what is lacking where it still may not at the deadline, or at a cancel. */
export async function awaitTurn(
	site: Told,
	step: ServiceStep,
	signal: AbortSignal | undefined,
): Promise<string | undefined> {
	const { connection } = site;
	const { when = [], process, log } = step;
	if (when.length === 0) return undefined;
	const look = () => findService(connection, process);
	const before = await seenBefore(connection, await look(), await markLog(connection, log), when);
	const verdict = await waitFor(site, step, when, before, look, signal);
	return verdict.state === "passed" ? undefined : verdict.words;
}

/** Has the service reload or restart, and believes only what is seen. Never cut off half-way: a cancel waits for its end. */
export async function changeService(site: Told, step: ServiceStep): Promise<ServiceOutcome> {
	const { connection } = site;
	const [service, log] = await Promise.all([
		findService(connection, step.process),
		markLog(connection, step.log),
	]);
	if (!service) return { outcome: "ended", words: "it was not running" };
	const until = [...step.until, ...(step.untilPresent ?? [])];
	const before = await seenBefore(connection, service, log, until);
	const lookSame = () => lookAtService(connection, service.pid);
	const result = await runTold(site, step.argv, { timeoutMs: step.deadlineMs });
	if (result.code !== 0) {
		const lives = await lookSame();
		return lives?.started === service.started
			? { outcome: "declined", words: hostWords(result) }
			: { outcome: "ended", words: await newWords(connection, log) };
	}
	// What reloads is the process that it was; only what tells the service names the one that came in its place.
	const look = step.kind === "reload" ? lookSame : () => findService(connection, step.process);
	const seen = await waitFor(site, step, until, before, look);
	if (seen.state === "passed") return { outcome: "changed", words: "" };
	const said = await newWords(connection, log);
	return seen.state === "failed"
		? { outcome: "ended", words: said }
		: { outcome: "unseen", words: `${seen.words}; ${said}` };
}

/** Until all checks come true, one never will, or the step's deadline is over. */
async function waitFor(
	{ connection, report }: Told,
	{ deadlineMs, target, steadyMs = 0 }: ServiceStep,
	checks: readonly Check[],
	before: Before,
	look: () => Promise<Service | undefined>,
	signal?: AbortSignal,
): Promise<Verdict> {
	const asked = Date.now();
	let lacks = "";
	let passedAt = 0;
	let seenAt = asked;
	const tell = inTenths(deadlineMs, report, () => `Waiting for ${target}: ${lacks}`);
	for (let times = 0; ; ) {
		const now = await look();
		if (now !== undefined) seenAt = Date.now();
		else if (Date.now() - seenAt > goneMs)
			return { state: "failed", words: "it does not come back" };
		const verdict = await judge(connection, checks, before, now);
		if (verdict.state === "failed" || signal?.aborted) return verdict;
		// Twice: a worker that the service made by itself a moment before it was asked is none of the new ones.
		times = verdict.state === "passed" ? times + 1 : 0;
		if (times === 1) passedAt = Date.now();
		if (times >= 2 && Date.now() - passedAt >= steadyMs) return verdict;
		if (verdict.state === "pending") {
			lacks = verdict.words;
			const waited = Date.now() - asked;
			if (waited > deadlineMs) return verdict;
			tell(waited);
		}
		await pause(pollMs);
	}
}

/** Undefined when the service lives, with what is on the disk now; otherwise what a person must know. */
export async function restoreService(site: Told, step: ServiceStep): Promise<string | undefined> {
	if (await findService(site.connection, step.process)) {
		const { outcome, words } = await changeService(site, { ...step, untilPresent: [] });
		if (outcome === "changed" || outcome === "declined") return undefined;
		if (outcome === "unseen") {
			return `${step.target} runs, but was not seen to ${step.kind} with what was rolled back: ${words}`;
		}
	}
	return startService(site, step);
}

/** Starts what does not run. False where it runs. Throws GraftError "partly-done" where it does not start. */
export async function keepRunning(site: Told, step: ServiceStep): Promise<boolean> {
	if (await findService(site.connection, step.process)) return false;
	const lacks = await startService(site, step);
	if (lacks === undefined) return true;
	throw new GraftError("partly-done", `${lacks}.`, { hint: "Its own log says why it ended." });
}

/**
 * Asked more than once: workers of the former process may hold its ports for a while. Not asked where something else
 * has brought it back in the meantime.
 */
async function startService(site: Told, step: ServiceStep): Promise<string | undefined> {
	const { connection } = site;
	const log = await markLog(connection, step.log);
	const before = await seenBefore(connection, undefined, log, step.until);
	const deadline = Date.now() + step.deadlineMs;
	let result: RunResult | undefined;
	for (let asked = 0; ; ) {
		const now = await findService(connection, step.process);
		const verdict = await judge(connection, step.until, before, now);
		if (now && verdict.state === "passed") return undefined;
		const isLate = Date.now() > deadline;
		const isDue = result === undefined || (!isLate && Date.now() > asked + startAgainMs);
		if (!now && isDue) {
			// A process that ended and that nobody has reaped is still a number that answers: it would be taken for running.
			if (step.process.kind === "pid-file") await connection.remove(step.process.path);
			result = await runTold(site, step.start, { timeoutMs: step.deadlineMs });
			asked = Date.now();
		} else if (isLate) {
			return now || result === undefined
				? undefined
				: `${step.target} is not running and did not start: ${hostWords(result)}; start it with: ${step.start.join(" ")}`;
		}
		await pause(pollMs);
	}
}
