import type { Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import { previewDeployment } from "../deliveries/preview-deployment.ts";
import { previewActivation } from "../extensions/activate-extension.ts";
import { previewDeactivation } from "../extensions/deactivate-extension.ts";
import { RolledBack } from "../running/end-state.ts";
import { planServer } from "../servers/plan-server.ts";
import { recoverServer } from "../servers/recover-server.ts";
import { recoverTables } from "../tables/recover-tables.ts";
import { previewRemoval } from "../way/remove-extension.ts";
import { previewUndoUp } from "../way/undo-up.ts";
import { previewUp } from "../way/up-extension.ts";
import type { InputOf } from "./verbs.ts";

/**
 * The input by which an operation goes on whose process died over it. What that had begun at its places is put in order
 * there first: back, or to its end. What was agreed to for one place is done, or nothing is; the whole way goes on by a
 * plan for what is left. Throws RolledBack where nothing of it counts.
 */
export async function resumedInput(
	ctx: Context,
	{ id, kind }: { readonly id: string; readonly kind: OperationKind },
	given: unknown,
): Promise<unknown> {
	switch (kind) {
		case "activate":
			return resumeActivate(ctx, given as InputOf<"activate">);
		case "deactivate":
			return resumeDeactivate(ctx, given as InputOf<"deactivate">);
		case "install":
		case "uninstall": {
			const input = given as InputOf<"install" | "uninstall">;
			await recoverServer(ctx, { ...input, accept: input.accept ?? [] });
			const { plan } = await planServer({ ctx, input });
			return { ...input, planHash: agreedOr(plan, input.planHash) };
		}
		case "deploy": {
			const { planHash, ...input } = given as InputOf<"deploy">;
			const { plan } = await previewDeployment({ ctx, input });
			return { ...input, planHash: agreedOr(plan, planHash) };
		}
		case "up":
			return resumeUp(ctx, id, given as InputOf<"up">);
		case "remove":
			return resumeWayBack(ctx, id, given as InputOf<"remove">, previewRemoval);
		case "undo-up":
			return resumeWayBack(ctx, id, given as InputOf<"undo-up">, previewUndoUp);
		case "import":
		case "mend":
		case "switch-version":
		case "retry":
		case "withdraw":
		case "try":
			// Done once more, they find what was done already.
			return given;
	}
}

interface Shown {
	readonly steps: readonly unknown[];
	readonly hash: string;
}

/** Where all is there, nothing is left to agree to. */
function agreedOr({ steps, hash }: Shown, agreed: string): string {
	if (steps.length > 0 && hash !== agreed) throw rolledBack("things have changed since");
	return hash;
}

async function resumeActivate(ctx: Context, input: InputOf<"activate">) {
	await recoverTables({ ctx, input: {} });
	const { id, accept } = input;
	const { plan } = await previewActivation({ ctx, input: { id, accept } });
	return { ...input, plan: ofDatabase(plan, input.plan) };
}

async function resumeDeactivate(ctx: Context, input: InputOf<"deactivate">) {
	await recoverTables({ ctx, input: {} });
	const { plan } = await previewDeactivation({ ctx, input: { id: input.id } });
	return { ...input, plan: ofDatabase(plan, input.plan) };
}

function ofDatabase(plan: Shown | null, agreed: string | undefined): string | undefined {
	return plan === null || agreed === undefined ? agreed : agreedOr(plan, agreed);
}

async function resumeUp(ctx: Context, operationId: string, given: InputOf<"up">) {
	const parts = await ctx.database.operation.findMany({ where: { parentId: operationId } });
	const imported = parts.find(({ kind, state }) => kind === "import" && state === "done");
	if (imported === undefined && parts.every(({ kind }) => kind === "import"))
		throw rolledBack("nothing of it was done yet");
	await recoverTables({ ctx, input: {} });
	const { planHash: _agreed, ...wish } = given;
	const subject = imported === undefined ? wish.subject : { id: imported.extensionId };
	const input = { ...wish, subject };
	const { hash } = await previewUp({ ctx, input });
	return { ...input, planHash: hash };
}

async function resumeWayBack<Wish>(
	ctx: Context,
	operationId: string,
	{ planHash, ...wish }: Wish & { readonly planHash: string },
	preview: (call: { ctx: Context; input: Omit<Wish, "planHash"> }) => Promise<{ hash: string }>,
) {
	await recoverTables({ ctx, input: {} });
	const input = wish as Omit<Wish, "planHash">;
	const { hash } = await preview({ ctx, input });
	const parts = await ctx.database.operation.count({ where: { parentId: operationId } });
	if (parts === 0 && hash === planHash) throw rolledBack("nothing of it was done yet");
	return { ...input, planHash: hash };
}

function rolledBack(why: string): RolledBack {
	return new RolledBack(
		"refused",
		`Its process ended before the operation was finished, and ${why}: all is as before.`,
		{ hint: "Start it again." },
	);
}
