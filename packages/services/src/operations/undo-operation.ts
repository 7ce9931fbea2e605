import type { GraftError } from "@graft/core/domain/errors";
import { findManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { acceptedCodes } from "../context/input-parts.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { previewActivation } from "../extensions/activate-extension.ts";
import { previewDeactivation } from "../extensions/deactivate-extension.ts";
import { planServer } from "../servers/plan-server.ts";
import { recoverTables } from "../tables/recover-tables.ts";
import { refusedUndo } from "../way/refused-undo.ts";
import { previewRemoval } from "../way/remove-extension.ts";
import { previewUndoUp } from "../way/undo-up.ts";
import { refuseWhatCameAfter } from "./came-after.ts";
import { type FoundOperation, findOperation } from "./find-operation.ts";
import { performOperation, startOperation } from "./start-operation.ts";
import type { InputOf } from "./verbs.ts";

export const undoOperationInput = z.strictObject({
	id: z.string().min(1).max(255),
	accept: acceptedCodes,
});

type Asked = z.output<typeof undoOperationInput>;

/**
 * Starts the reverse of what an operation did, by a plan that is made now, as an operation of its own.
 * Throws GraftError "refused" with the reason where there is no way back, or something else came after it.
 */
export async function undoOperation({
	ctx,
	input,
}: Call<typeof undoOperationInput>): Promise<{ id: string }> {
	await requireAdministrator(ctx, "undo an operation");
	const {
		kind,
		input: reverse,
		undoOf,
	} = await planUndo(ctx, parseInput(undoOperationInput, input));
	return startOperation({ ctx, input: { kind, input: reverse, undoOf } });
}

/** The same, done by this very process. Gives what is done. */
export async function performUndo(
	ctx: Context,
	input: z.input<typeof undoOperationInput>,
	options: Omit<NonNullable<Parameters<typeof performOperation>[3]>, "undoOf">,
): Promise<{ id: string; kind: OperationKind }> {
	await requireAdministrator(ctx, "undo an operation");
	const {
		kind,
		input: reverse,
		undoOf,
	} = await planUndo(ctx, parseInput(undoOperationInput, input));
	let id = "";
	const begun = (started: string) => {
		id = started;
		options.begun?.(started);
	};
	await performOperation(ctx, kind, reverse as never, { ...options, begun, undoOf });
	return { id, kind };
}

interface Reverse {
	readonly kind: OperationKind;
	readonly input: unknown;
	readonly undoOf: string;
}

async function planUndo(ctx: Context, { id, accept }: Asked): Promise<Reverse> {
	const operation = await findOperation(ctx, id);
	if (operation.state !== "done")
		throw refusedUndo(`It is not done: ${operation.state}.`, "Only what was done can be undone.");
	await refuseWhatCameAfter(ctx, operation);
	const undoOf = operation.id;
	switch (operation.kind as OperationKind) {
		case "activate": {
			await recoverTables({ ctx, input: {} });
			const { plan } = await previewDeactivation({ ctx, input: { id: operation.extensionId } });
			return { kind: "deactivate", input: withPlan(operation, plan, {}), undoOf };
		}
		case "deactivate": {
			await recoverTables({ ctx, input: {} });
			const asked = { id: operation.extensionId, accept };
			const { plan } = await previewActivation({ ctx, input: asked });
			return { kind: "activate", input: withPlan(operation, plan, { accept }), undoOf };
		}
		case "install":
			return { ...(await undoInstall(ctx, operation, accept)), undoOf };
		case "uninstall":
			return {
				kind: "install",
				input: await serverInput(ctx, operation, "present", accept),
				undoOf,
			};
		case "import":
		case "switch-version":
			return { ...(await undoVersion(ctx, operation, accept)), undoOf };
		case "up":
			return { ...(await undoUp(ctx, operation, accept)), undoOf };
		case "undo-up":
			throw refusedUndo(
				`${operation.extensionId} is in its places as it was before.`,
				"Its archives are kept: install and deploy it again.",
			);
		case "remove":
			throw refusedUndo(
				`${operation.extensionId} is gone from its places${dropped(operation) ? ", and the rows of its tables with it" : ""}.`,
				"Its archives are kept: import one of them again, then install and deploy it.",
			);
		case "deploy":
		case "retry":
		case "withdraw":
			throw refusedUndo(
				"Machines may have executed it since, and that cannot be undone.",
				`What machines still wait for: install-plugin withdraw ${operation.extensionId}. To uninstall it from Unix agents: install-plugin deploy ${operation.extensionId} --uninstall`,
			);
		case "mend":
			throw refusedUndo(
				"The folder is as its archive has it now.",
				"A copy of what was there before is kept in set-aside/ in GRAFT_HOME.",
			);
	}
}

async function undoUp(
	ctx: Context,
	{ id: operation, extensionId: id }: FoundOperation,
	accept: readonly string[],
) {
	if (id === "") throw doneBefore("remove the extension: install-plugin remove, with its id");
	await recoverTables({ ctx, input: {} });
	const wish = { id, operation, accept: [...accept] };
	const { hash } = await previewUndoUp({ ctx, input: wish });
	return { kind: "undo-up", input: { ...wish, planHash: hash } } as const;
}

function dropped({ input }: FoundOperation): boolean {
	return (input as { dropTables?: boolean } | null)?.dropTables === true;
}

function withPlan({ extensionId }: FoundOperation, plan: { hash: string } | null, more: object) {
	return { id: extensionId, ...more, ...(plan !== null && { plan: plan.hash }) };
}

async function undoInstall(ctx: Context, operation: FoundOperation, accept: readonly string[]) {
	const { before, extensionId } = operation;
	if (before === null) {
		const input = await serverInput(ctx, operation, "absent", accept);
		return { kind: "uninstall", input } as const;
	}
	const now = findManaged(ctx.paths.databaseUrl, extensionId)?.archive.version;
	if (now !== before)
		throw refusedUndo(
			`Before it, version ${before} of ${extensionId} was there, and the version that is here now is ${now ?? "none"}.`,
			`Go back to version ${before} here first (undo the import, or choose that version), and undo this then.`,
		);
	return { kind: "install", input: await serverInput(ctx, operation, "present", accept) } as const;
}

/** Without the secrets of that time: they went with its end. */
async function serverInput(
	ctx: Context,
	{ input, extensionId: id }: FoundOperation,
	goal: "present" | "absent",
	accept: readonly string[],
): Promise<InputOf<"install" | "uninstall">> {
	if (input === null)
		throw doneBefore(`install-plugin ${goal === "absent" ? "uninstall" : "install"} ${id}`);
	const { server, serverDir, reload } = input as InputOf<"install">;
	const { password: _1, passphrase: _2, sudoPassword: _3, ...address } = server;
	const change = {
		...{ id, server: address, goal, accept: [...accept] },
		...(serverDir !== undefined && { serverDir }),
		...(reload !== undefined && { reload }),
	};
	const { plan } = await planServer({ ctx, input: change });
	return { ...change, planHash: plan.hash } as InputOf<"install" | "uninstall">;
}

async function undoVersion(
	ctx: Context,
	{ before, input, extensionId: id }: FoundOperation,
	accept: readonly string[],
) {
	// Nothing tells whether it took the place of another version.
	if (input === null)
		throw doneBefore(
			`import the archive that you want again, or remove the extension: install-plugin remove ${id}`,
		);
	if (before !== null)
		return { kind: "switch-version", input: { id, sha256: before, accept } } as const;
	const wish = { id, accept: [...accept] };
	const { hash, places } = await previewRemoval({ ctx, input: wish });
	const row = findManaged(ctx.paths.databaseUrl, id);
	const isElsewhere = places.some(
		(each) => each.driver === "files" || (each.driver === "sql" && each.plan.steps.length > 0),
	);
	if (isElsewhere || row?.active === true)
		throw refusedUndo(
			`${id} was activated or installed since.`,
			`Undo that first, or remove it from all places: install-plugin remove ${id}`,
		);
	return { kind: "remove", input: { ...wish, planHash: hash } } as const;
}

/** By a Graft that noted neither what was asked for nor what was there before. */
function doneBefore(instead: string): GraftError {
	return refusedUndo(
		"It was done before operations could be undone.",
		`Do it yourself: ${instead}`,
	);
}
