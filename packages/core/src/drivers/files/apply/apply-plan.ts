import { randomUUID } from "node:crypto";
import type { Connection } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { planHash } from "../../../domain/hash.ts";
import {
	isServiceStep,
	type Plan,
	type PreparedPlan,
	type Receipt,
	type ServiceStep,
} from "../../../domain/plan.ts";
import type { Progress } from "../../../domain/progress.ts";
import { type Journal, recordOf } from "../plan/journal.ts";
import { straysOf, withinReach } from "../plan/reach.ts";
import { readReceipt, receiptPath } from "../plan/receipts.ts";
import { carryOut, stepsToDo, type Work } from "./carry-out.ts";
import { describeStep } from "./describe-step.ts";
import { isUnreachable, nothingChanged, rollBack } from "./failures.ts";
import { finish } from "./finish.ts";
import type { Lock } from "./lock.ts";
import type { Site } from "./site.ts";
import { stagedReceiptPath, stageReceipt } from "./stage.ts";
import { requireOwnStaging } from "./staging.ts";
import { together } from "./together.ts";
import { type Verified, verifyPlan } from "./verify.ts";
import { type Holder, type Outcome, onlyTidyingLeft, withLock } from "./with-lock.ts";
import { namesLeftBy } from "./work-folder.ts";

export interface ApplyInput extends Holder {
	readonly connection: Connection;
	readonly prepared: PreparedPlan;
	/** Of the plan that was shown and agreed to. */
	readonly expectedHash: string;
	readonly report: (event: Progress) => void;
	/** Ends a check that is under way: then all is put back, and GraftError "cancelled" thrown. */
	readonly signal?: AbortSignal | undefined;
	/** As the platform finds it now: asked where an interrupted operation has to be put back, and the service with it. */
	readonly service: () => Promise<ServiceStep | null>;
}

export interface Applied {
	/** What stands on the server now; null where the extension is not there, or came there without Graft. */
	readonly receipt: Receipt | null;
	readonly changed: boolean;
}

/**
 * Applies exactly the plan that was shown, all of it or nothing (docs/decisions/0001-plan-then-apply.md).
 * Throws GraftError: "refused" (stale plan, lock, a check that failed: all is as before), "unreachable" (nothing was
 * changed: may be tried again), "partly-done" (says what is left, and how to go on).
 */
export async function applyPlan(input: ApplyInput): Promise<Applied> {
	const { connection, report } = input;
	const { plan } = input.prepared;
	refuseOther(plan, connection, input.expectedHash);
	refuseOutside(plan);
	const planned = plan.steps.find(isServiceStep);
	const site: Site = {
		connection,
		place: plan.place,
		report,
		service: async () => planned ?? input.service(),
	};
	if (plan.steps.length > 0) {
		return withLock(site, input, (lock) => applySteps(input, site, lock));
	}
	if (await connection.lstat(plan.place.workFolder)) {
		await withLock(site, input, async () => ({ done: undefined }));
	}
	const receipt = await settledReceipt(connection, plan);
	if (receipt === null || receipt.extension.version === plan.extension.version)
		return { receipt, changed: false };
	// Not one file is another one, and yet it is another version that stands there now.
	return withLock(site, input, async () => ({ done: await renewReceipt(input, site) }));
}

async function renewReceipt(input: ApplyInput, site: Site): Promise<Applied> {
	const journal = journalOf(input, nothingToVerify);
	await stageReceipt(site, journal);
	await site.connection.rename(stagedReceiptPath(journal), journal.receiptPath);
	return { receipt: journal.receipt, changed: false };
}

const nothingToVerify: Verified = { former: new Map(), standing: new Set(), toKeep: [] };

async function applySteps(input: ApplyInput, site: Site, lock: Lock): Promise<Outcome<Applied>> {
	const { prepared } = input;
	let verified: Verified;
	try {
		const looking = verifyPlan(site, prepared.plan);
		await together([looking, requireOwnStaging(site, prepared.plan.steps)]);
		verified = await looking;
	} catch (failed) {
		if (isUnreachable(failed)) throw nothingChanged(failed);
		return { failed };
	}
	const journal = journalOf(input, verified);
	const work: Work = {
		...{ site, lock, journal, prepared, verified, signal: input.signal },
		trail: { begun: false, reloaded: false },
		tell: counting(prepared.plan, site.report),
	};
	try {
		await carryOut(work);
	} catch (error) {
		return { failed: await rollBack(work, error) };
	}
	try {
		await finish(site, journal, (step) => work.tell(step, true));
	} catch (error) {
		throw onlyTidyingLeft(site, error);
	}
	const left = namesLeftBy(journal, site.place);
	return { done: { receipt: journal.receipt, changed: true }, left };
}

function journalOf(input: ApplyInput, verified: Verified): Journal {
	const { platform, extension, hash, place, leaves, steps } = input.prepared.plan;
	const actor = input.actor;
	const at = input.clock().toISOString();
	return {
		format: 2,
		attempt: randomUUID(),
		actor,
		at,
		steps: stepsToDo(steps, verified).map(recordOf),
		kept: verified.toKeep,
		receiptPath: receiptPath(place, extension.id),
		receipt: leaves && { format: 1, platform, extension, planHash: hash, actor, at, ...leaves },
	};
}

function refuseOther(plan: Plan, { label }: Connection, expectedHash: string): void {
	if (plan.server !== label) throw new Error(`a plan for ${plan.server} was given to ${label}`);
	if (plan.hash === expectedHash && planHash(plan) === plan.hash) return;
	throw new GraftError(
		"refused",
		`The plan for ${plan.extension.id} on ${plan.server} is not the one that you agreed to (${expectedHash.slice(0, 12)}): the server or the extension changed since; nothing was touched.`,
		{ hint: "Make the plan again, look at it, and apply that one." },
	);
}

/** What nobody could recover later is not begun. */
function refuseOutside({ place, steps, leaves }: Plan): void {
	const strays = [
		...steps.flatMap((step) => straysOf(place, recordOf(step))),
		...(leaves === null ? [] : withinReach(place, leaves).outside),
	];
	if (strays.length > 0) throw new Error(`a plan reaches out of its place: ${strays.join(", ")}`);
}

async function settledReceipt(connection: Connection, plan: Plan): Promise<Receipt | null> {
	const path = receiptPath(plan.place, plan.extension.id);
	if (plan.goal === "present") return (await readReceipt(connection, path)) ?? null;
	await connection.remove(path);
	return null;
}

function counting(plan: Plan, report: (event: Progress) => void): Work["tell"] {
	let done = 0;
	return (step, committed) => {
		done += 1;
		const event = {
			kind: "step",
			text: describeStep(step),
			done,
			total: plan.steps.length,
		} as const;
		report(committed === true ? { ...event, committed } : event);
	};
}
