import type { Connection } from "../../../connections/connection.ts";
import type { Check } from "../../../domain/plan.ts";
import { askForAnswer } from "../../../host/ask-for-answer.ts";
import { askUrl } from "../../../host/ask-url.ts";
import { listProcesses } from "../../../host/list-processes.ts";
import { isListenedOn } from "../../../host/listening-ports.ts";
import type { Service } from "../../../host/look-at-service.ts";
import { isInLog, type LogMark } from "./service-log.ts";

/** What was seen before a service was asked for anything; nothing where it did not run. */
export interface Before {
	readonly service: Service | undefined;
	/** Of the URLs that are to answer: those that did, or all where it did not run. None where nobody can ask. */
	readonly urls: readonly string[];
	/** Where its log ended. */
	readonly log: LogMark | null;
}

/** `pending` may still come true, `failed` never will. */
export type Verdict =
	| { readonly state: "passed" }
	| { readonly state: "pending" | "failed"; readonly words: string };

const passed: Verdict = { state: "passed" };

/** What did not answer before proves nothing by its silence afterwards. */
export async function seenBefore(
	connection: Connection,
	service: Service | undefined,
	log: LogMark | null,
	checks: readonly Check[],
): Promise<Before> {
	const urls = checks.flatMap((check) => (check.kind === "answer" ? check.urls : []));
	if (urls.length === 0) return { service, urls, log };
	const answered = await askForAnswer(connection, urls);
	if (service === undefined) return { service, urls: answered === null ? [] : urls, log };
	return { service, urls: answered ? [answered] : [], log };
}

/** The first check that does not pass now, or `passed`. */
export async function judge(
	connection: Connection,
	checks: readonly Check[],
	before: Before,
	now: Service | undefined,
): Promise<Verdict> {
	for (const check of checks) {
		const verdict = await judgeOne(connection, check, before, now);
		if (verdict.state !== "passed") return verdict;
	}
	return passed;
}

async function judgeOne(
	connection: Connection,
	check: Check,
	before: Before,
	now: Service | undefined,
): Promise<Verdict> {
	switch (check.kind) {
		case "same-process":
			return sameProcess(before.service, now);
		case "new-process":
			return newProcess(before.service, now);
		case "new-workers":
			return newWorkers(before.service, now);
		case "answer":
			return answer(connection, before.urls);
		case "status":
			return status(connection, check);
		case "child":
			return child(connection, check.program, now);
		case "port":
			return (await isListenedOn(connection, check.port))
				? passed
				: { state: "pending", words: `nothing listens on port ${check.port}` };
		case "log-line":
			return (await isInLog(connection, before.log, check.text))
				? passed
				: { state: "pending", words: `its log does not say "${check.text}"` };
	}
}

function sameProcess(before: Service | undefined, now: Service | undefined): Verdict {
	if (before === undefined)
		return now ? passed : { state: "pending", words: "its process is not there" };
	return now?.pid === before.pid && now.started === before.started
		? passed
		: { state: "failed", words: "its process has ended" };
}

function newProcess(before: Service | undefined, now: Service | undefined): Verdict {
	if (now === undefined) return { state: "pending", words: "its process is not there" };
	const isOld = now.pid === before?.pid && now.started === before.started;
	return isOld ? { state: "pending", words: "its process is the one from before" } : passed;
}

function newWorkers(before: Service | undefined, now: Service | undefined): Verdict {
	const former = new Set(before?.workers.map(({ pid, started }) => `${pid} ${started}`));
	const workers = now?.workers ?? [];
	const old = workers.filter(({ pid, started }) => former.has(`${pid} ${started}`));
	if (workers.length === old.length)
		return { state: "pending", words: "none of its workers is new" };
	if (old.length > 0) {
		const words = `${old.length} of its workers from before still take requests`;
		return { state: "pending", words };
	}
	return passed;
}

async function status(
	connection: Connection,
	{ url, status, body, otherwise }: Extract<Check, { kind: "status" }>,
): Promise<Verdict> {
	const answer = await askUrl(connection, url);
	if (answer?.status === status && (body === undefined || answer.body.trim() === body))
		return passed;
	const said = answer ? `${url} answers ${answer.status} ${answer.body}` : `${url} does not answer`;
	return { state: "pending", words: `${otherwise} (${said.trim().slice(0, 200)})` };
}

async function child(
	connection: Connection,
	program: string,
	now: Service | undefined,
): Promise<Verdict> {
	const running = await listProcesses(connection);
	// Behind an interpreter, where it is a script.
	const isThere = running.some(
		({ parent, line }) => parent === now?.pid && ` ${line} `.includes(` ${program} `),
	);
	return isThere ? passed : { state: "pending", words: `it has not started ${program}` };
}

async function answer(connection: Connection, urls: readonly string[]): Promise<Verdict> {
	if (urls.length === 0 || (await askForAnswer(connection, urls))) return passed;
	return { state: "pending", words: `nothing answers at ${urls.join(", ")}` };
}
