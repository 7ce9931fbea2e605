import { GraftError } from "@graft/core/domain/errors";
import { sentence } from "@graft/core/domain/sentence";
import type { ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { uncancelled } from "../running/cancellation.ts";
import { bringBackFolder, restoreVersion, takeBackImport } from "./roll-back-folder.ts";
import type { Taken } from "./taken.ts";

/** What was done on the way up: the folder first, then place by place. */
export interface Done {
	readonly id: string;
	/** As it was known before; null where it was not. */
	readonly before: ManagedRow | null;
	imported?: boolean;
	/** Where what stood in its folder, and is in no archive, is kept meanwhile. */
	setAside?: string | null;
	readonly taken: Taken[];
}

/** The place that failed says that it is as it was before. */
export function isAsBefore(error: unknown): boolean {
	return error instanceof GraftError && error.kind !== "partly-done";
}

/** Nothing is put back: says what was done before that, and stays. */
export function halfWay(done: Done, failure: unknown): GraftError {
	const message =
		failure instanceof GraftError ? sentence(failure) : `A bug in Graft: ${String(failure)}.`;
	const places = changedPlaces(done);
	const stays =
		places.length === 0 ? "" : ` What was done before that stays: ${places.join(", ")}.`;
	const hint = "Run it again and it continues from there, or remove the extension.";
	const known = failure instanceof GraftError ? failure : undefined;
	return new GraftError("partly-done", `${message}${stays}`, {
		...{ hint: known?.hint || hint, problems: known?.problems ?? [], cause: failure },
	});
}

function changedPlaces({ imported, setAside, taken }: Done): string[] {
	const kept = setAside == null ? "" : ` (what was there before is kept in ${setAside})`;
	return [...(imported ? [`its folder${kept}`] : []), ...taken.flatMap(({ what }) => what ?? [])];
}

/** Every place as it was, the last one first; returns what to tell the person. */
export async function rollBack(ctx: Context, done: Done, failure: unknown): Promise<unknown> {
	if (!(failure instanceof GraftError)) return failure;
	let left: readonly string[];
	try {
		left = await takeBack(uncancelled(ctx), done);
	} catch (second) {
		const reason = second instanceof Error ? sentence(second) : `${String(second)}.`;
		const kept =
			done.setAside == null
				? ""
				: ` The earlier content of its folder is kept in ${done.setAside}.`;
		return new GraftError(
			"partly-done",
			`${sentence(failure)} Rolling back what was done before that failed too: ${reason}${kept}`,
			{ hint: "Check the status. Then run it again, or remove the extension.", cause: second },
		);
	}
	const { kind, hint, problems } = failure;
	const but = left.length === 0 ? "" : `, but ${left.join("; ")}`;
	const all = `${sentence(failure)} Everything that was done before that was rolled back${but}.`;
	return new GraftError(kind, all, { hint, problems, cause: failure });
}

/** Gives what stays, in words. */
async function takeBack(ctx: Context, done: Done): Promise<readonly string[]> {
	const { id, before, imported, setAside, taken } = done;
	const former = imported === true ? before : null;
	if (former !== null) await restoreVersion(ctx, former);
	const left: string[] = [];
	for (const each of taken.toReversed()) left.push(...(await each.rollBack(ctx, former)));
	if (imported === true && before === null) await takeBackImport(ctx, id);
	if (setAside != null) await bringBackFolder(ctx, id, setAside);
	return left;
}
