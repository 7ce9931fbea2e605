import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import * as z from "zod";
import { requireAccepted } from "../context/acceptance.ts";
import { type Call, parseInput } from "../context/context.ts";
import { acceptedCodes, extensionId, sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { withLease } from "../running/lease.ts";
import { takeInOrder } from "./in-order.ts";
import { type PreparedUndo, prepareUndoUp } from "./undo-up-plan.ts";

const asked = z.strictObject({
	id: extensionId,
	/** The `up` that is undone. */
	operation: z.string().min(1).max(255),
	/** On top of what was accepted for that. */
	accept: acceptedCodes,
});

/** `planHash`: of what was looked at when it was asked for. */
export const undoUpInput = asked.extend({ planHash: sha256Text });

/** What undoing would do, in words and by its hash. Writes nothing anywhere. Refuses as that does. */
export async function previewUndoUp({
	ctx,
	input,
}: Call<typeof asked>): Promise<Pick<PreparedUndo, "says" | "problems" | "hash">> {
	const { says, problems, hash } = await prepareUndoUp(ctx, parseInput(asked, input));
	return { says, problems, hash };
}

/**
 * Every place as it was before an `up` that is done. What fails on the way stops it there, and running it again goes on.
 * Throws GraftError "refused" (a place has no way back: nothing was touched), "unreachable", "partly-done" (says what is left).
 */
export async function undoUp({ ctx, input }: Call<typeof undoUpInput>): Promise<{
	readonly id: string;
	/** What stays all the same, in words. */
	readonly left: readonly string[];
}> {
	await requireAdministrator(ctx, "undo an operation");
	const { planHash, ...wish } = parseInput(undoUpInput, input);
	return withLease(ctx, { extensionId: wish.id, kind: "undo-up" }, async (held) => {
		const prepared = await prepareUndoUp(held, wish);
		refuse(prepared, wish.id, planHash);
		await takeInOrder(prepared.parts);
		return { id: wish.id, left: prepared.left };
	});
}

function refuse({ hash, problems }: PreparedUndo, id: string, agreed: string): void {
	if (hash !== agreed)
		throw new GraftError(
			"refused",
			`A place of ${id} or the extension changed since this was asked for; nothing was touched.`,
			{ hint: "Check the status, and undo it again." },
		);
	if (isRefused(problems))
		throw new GraftError("refused", `${id} cannot be undone as things are; nothing was touched.`, {
			hint: "Fix the problems named below, and try again.",
			problems,
		});
	// What was accepted is no longer among them.
	requireAccepted(problems, [], ["server", "database"], "To undo this");
}
