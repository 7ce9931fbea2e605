import { GraftError } from "@graft/core/domain/errors";
import { canonicalJson, sha256 } from "@graft/core/domain/hash";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes, sha256Text } from "../context/input-parts.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { refusedUndo } from "../way/refused-undo.ts";
import { refuseWhatCameAfter } from "./came-after.ts";
import { findOperation } from "./find-operation.ts";
import { planReverse, type Reverse } from "./plan-reverse.ts";
import { performOperation, startOperation } from "./start-operation.ts";

const asked = z.strictObject({
	id: z.string().min(1).max(255),
	accept: acceptedCodes,
});

/** `planHash`: of what was shown and agreed to. */
export const undoOperationInput = asked.extend({ planHash: sha256Text });

export interface UndoPlan extends Pick<Reverse, "kind" | "says" | "problems"> {
	readonly undoOf: string;
	/** Over what is done. */
	readonly hash: string;
}

/**
 * What undoing an operation would do now. Throws GraftError "refused" with the reason where there is no way back, or
 * something else came after it.
 */
export async function previewUndo({ ctx, input }: Call<typeof asked>): Promise<UndoPlan> {
	const { reverse, ...plan } = await planUndo(ctx, parseInput(asked, input));
	const { kind, says, problems } = reverse;
	return { kind, says, problems, ...plan };
}

/** Starts the reverse of what an operation did, exactly as it was shown, as an operation of its own. Refuses as its preview does. */
export async function undoOperation({
	ctx,
	input,
}: Call<typeof undoOperationInput>): Promise<{ id: string }> {
	const { reverse, undoOf } = await agreed(ctx, input);
	return startOperation({ ctx, input: { kind: reverse.kind, input: reverse.input, undoOf } });
}

/** The same, done by this very process. Gives what is done. */
export async function performUndo(
	ctx: Context,
	input: z.input<typeof undoOperationInput>,
	options: Omit<NonNullable<Parameters<typeof performOperation>[3]>, "undoOf">,
): Promise<{ id: string; kind: OperationKind }> {
	const { reverse, undoOf } = await agreed(ctx, input);
	let id = "";
	const begun = (started: string) => {
		id = started;
		options.begun?.(started);
	};
	await performOperation(ctx, reverse.kind, reverse.input as never, { ...options, begun, undoOf });
	return { id, kind: reverse.kind };
}

async function agreed(ctx: Context, input: unknown) {
	await requireAdministrator(ctx, "undo an operation");
	const { planHash, ...wish } = parseInput(undoOperationInput, input);
	const plan = await planUndo(ctx, wish);
	if (plan.hash === planHash) return plan;
	throw new GraftError(
		"refused",
		"What undoing it would do is not what you agreed to: a place or the extension changed since; nothing was touched.",
		{ hint: "Look at it again, and undo it then." },
	);
}

async function planUndo(ctx: Context, { id, accept }: z.output<typeof asked>) {
	const operation = await findOperation(ctx, id);
	if (operation.state !== "done")
		throw refusedUndo(`It is not done: ${operation.state}.`, "Only what was done can be undone.");
	await refuseWhatCameAfter(ctx, operation);
	const reverse = await planReverse(ctx, operation, accept);
	const { kind, input } = reverse;
	const hash = sha256(canonicalJson({ kind, input, undoOf: operation.id }));
	return { reverse, undoOf: operation.id, hash };
}
