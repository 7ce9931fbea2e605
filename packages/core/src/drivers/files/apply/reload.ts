import { setTimeout as pause } from "node:timers/promises";
import type { RunResult } from "../../../connections/connection.ts";
import type { ReloadService } from "../../../domain/plan.ts";
import { inTenths } from "../../../domain/progress.ts";
import { findService, lookAtService } from "../../../host/look-at-service.ts";
import { hostWords } from "./host-words.ts";
import { runTold } from "./run-told.ts";
import { judge, seenBefore } from "./service-checks.ts";
import { markLog, newWords } from "./service-log.ts";
import type { Site } from "./site.ts";

/**
 * `reloaded`: seen, by all checks. `declined`: the command failed, so the service was not asked. `ended`: what must not
 * happen did. `unseen`: it lives, and not all checks came true in time.
 */
export interface ReloadOutcome {
	readonly outcome: "reloaded" | "declined" | "ended" | "unseen";
	readonly words: string;
}

const pollMs = 100;
const startAgainMs = 3_000;

type Told = Pick<Site, "connection" | "report">;

/** Asks the service to reload, and believes only what is seen. Never cut off half-way: a cancel waits for its end. */
export async function reloadService(site: Told, reload: ReloadService): Promise<ReloadOutcome> {
	const { connection } = site;
	const [service, log] = await Promise.all([
		findService(connection, reload.pidFile),
		markLog(connection, reload.log),
	]);
	if (!service) return { outcome: "ended", words: "it was not running" };
	const before = await seenBefore(connection, service, reload.until);
	const result = await runTold(site, reload.argv, { timeoutMs: reload.deadlineMs });
	const asked = Date.now();
	let lacks = "";
	const wait = inTenths(
		reload.deadlineMs,
		site.report,
		() => `Waiting for ${reload.target}: ${lacks}`,
	);
	for (let times = 0; ; ) {
		const now = await lookAtService(connection, service.pid);
		const verdict = await judge(connection, reload.until, before, now);
		if (verdict.state === "failed") {
			return { outcome: "ended", words: await newWords(connection, log) };
		}
		if (result.code !== 0) return { outcome: "declined", words: hostWords(result) };
		// Twice: a worker that the service made by itself a moment before it was asked is none of the new ones.
		times = verdict.state === "passed" ? times + 1 : 0;
		if (times === 2) return { outcome: "reloaded", words: "" };
		if (verdict.state === "pending") {
			lacks = verdict.words;
			const waited = Date.now() - asked;
			if (waited > reload.deadlineMs) {
				const said = await newWords(connection, log);
				return { outcome: "unseen", words: `${lacks}; ${said}` };
			}
			wait(waited);
		}
		await pause(pollMs);
	}
}

/** Undefined when the service lives, with what is on the disk now; otherwise what a person must know. */
export async function restoreService(
	site: Told,
	reload: ReloadService,
): Promise<string | undefined> {
	if (await findService(site.connection, reload.pidFile)) {
		const { outcome, words } = await reloadService(site, reload);
		if (outcome === "reloaded" || outcome === "declined") return undefined;
		if (outcome === "unseen") {
			return `${reload.target} runs, but was not seen to reload what was rolled back: ${words}`;
		}
	}
	return startService(site, reload);
}

/**
 * Asked more than once: workers of the former process may hold its ports for a while. Not asked where something else
 * has brought it back in the meantime.
 */
async function startService(site: Told, reload: ReloadService): Promise<string | undefined> {
	const { connection } = site;
	const before = await seenBefore(connection, undefined, reload.until);
	const deadline = Date.now() + reload.deadlineMs;
	let result: RunResult | undefined;
	for (let asked = 0; ; ) {
		const now = await findService(connection, reload.pidFile);
		const verdict = await judge(connection, reload.until, before, now);
		if (now && verdict.state === "passed") return undefined;
		const isLate = Date.now() > deadline;
		const isDue = result === undefined || (!isLate && Date.now() > asked + startAgainMs);
		if (!now && isDue) {
			// A process that ended and that nobody has reaped is still a number that answers: it would be taken for running.
			await connection.remove(reload.pidFile);
			result = await runTold(site, reload.start, { timeoutMs: reload.deadlineMs });
			asked = Date.now();
		} else if (isLate) {
			return now || result === undefined
				? undefined
				: `${reload.target} is not running and did not start: ${hostWords(result)}; start it with: ${reload.start.join(" ")}`;
		}
		await pause(pollMs);
	}
}
