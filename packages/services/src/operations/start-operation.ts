import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { type OperationKind, operationKinds } from "../context/operation-kinds.ts";
import type { Asked } from "../context/operation-queue.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { thisProcess } from "../running/process-identity.ts";
import { keepAsked, sealInput } from "./asked-input.ts";
import { runTaken } from "./run-taken.ts";
import { type InputOf, type ResultOf, refuseAtOnce, verbOf } from "./verbs.ts";

export const startOperationInput = z.strictObject({
	kind: z.enum(operationKinds),
	/** As the verb of that kind wants it. */
	input: z.unknown(),
	/** The operation that this one undoes. */
	undoOf: z.string().optional(),
});

/** Has a runner do it, and returns at once. Throws GraftError for what can be seen to be refused at once. */
export async function startOperation({
	ctx,
	input,
}: Call<typeof startOperationInput>): Promise<{ id: string }> {
	await requireAdministrator(ctx, "start an operation");
	const { kind, input: given, undoOf = null } = parseInput(startOperationInput, input);
	const { asked, archive } = await judge(ctx, kind, given, undoOf);
	if (archive !== null) await keepAsked(ctx.paths, asked.id, archive);
	await ctx.queue.enqueue(asked);
	return { id: asked.id };
}

interface Performing {
	/** Asks for its end from here. */
	readonly signal?: AbortSignal;
	readonly begun?: (id: string) => void;
	readonly undoOf?: string | null;
}

/** The same, done by this very process: others see it as they see any other. */
export async function performOperation<Kind extends OperationKind>(
	ctx: Context,
	kind: Kind,
	input: InputOf<Kind>,
	{ signal, begun, undoOf = null }: Performing = {},
): Promise<ResultOf<Kind>> {
	await requireAdministrator(ctx, "start an operation");
	const { asked, parsed } = await judge(ctx, kind, input, undoOf);
	await ctx.queue.enqueue(asked, thisProcess());
	begun?.(asked.id);
	const taken = { ...asked, attempt: 1, cancelAsked: false };
	return runTaken(ctx, taken, { prepare: async () => parsed, signal }) as Promise<ResultOf<Kind>>;
}

async function judge(ctx: Context, kind: OperationKind, given: unknown, undoOf: string | null) {
	const { input: schema, about } = verbOf(kind);
	const parsed = parseInput(schema, given);
	const extensionId = about(parsed);
	refuseAtOnce(ctx, kind, extensionId);
	const id = randomUUID();
	const { input, sealedSecrets, archive } = await sealInput(ctx, id, parsed);
	const { name: actor, personId = null } = ctx.actor;
	const who = { id, kind, extensionId, actor, personId, undoOf };
	return { asked: { ...who, input, sealedSecrets } satisfies Asked, parsed, archive };
}
