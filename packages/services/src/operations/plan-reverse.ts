import type { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import { findManaged } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { isFinal, type OperationKind } from "../context/operation-kinds.ts";
import { previewActivation } from "../extensions/activate-extension.ts";
import { previewDeactivation } from "../extensions/deactivate-extension.ts";
import { planServer } from "../servers/plan-server.ts";
import { recoverTables } from "../tables/recover-tables.ts";
import { refusedUndo } from "../way/refused-undo.ts";
import { previewRemoval } from "../way/remove-extension.ts";
import { previewUndoUp } from "../way/undo-up.ts";
import type { FoundOperation } from "./find-operation.ts";
import type { InputOf } from "./verbs.ts";
import { whyFinal } from "./why-final.ts";

/** The operation by which another one is undone, as it was found out just now. */
export interface Reverse {
	readonly kind: OperationKind;
	readonly input: unknown;
	/** What it does, for people; sentences without their ends. */
	readonly says: readonly string[];
	/** Errors keep it from being done, warnings want to be accepted. */
	readonly problems: readonly Problem[];
}

/**
 * Changes no more than what an interrupted change left in a linked database. Throws GraftError "refused" with the reason
 * where there is no way back.
 */
export async function planReverse(
	ctx: Context,
	operation: FoundOperation,
	accept: readonly string[],
): Promise<Reverse> {
	const { extensionId: id } = operation;
	const kind = operation.kind as OperationKind;
	if (isFinal(kind)) throw whyFinal[kind](operation);
	switch (kind) {
		case "activate": {
			await recoverTables({ ctx, input: {} });
			const { plan } = await previewDeactivation({ ctx, input: { id } });
			const tables = plan === null ? "" : "; its tables stay, with all their rows";
			return {
				...{ kind: "deactivate", input: withPlan(operation, plan, {}) },
				...{ says: [`${id} is no longer active${tables}`], problems: plan?.problems ?? [] },
			};
		}
		case "deactivate": {
			await recoverTables({ ctx, input: {} });
			const { plan } = await previewActivation({ ctx, input: { id, accept } });
			return {
				...{ kind: "activate", input: withPlan(operation, plan, { accept }) },
				...{ says: [`${id} is active`], problems: plan?.problems ?? [] },
			};
		}
		case "install":
			return undoInstall(ctx, operation, accept);
		case "uninstall":
			return onServer(ctx, operation, "present", accept);
		case "import":
		case "switch-version":
			return undoVersion(ctx, operation, accept);
		case "up":
			return undoUp(ctx, operation, accept);
	}
}

async function undoUp(
	ctx: Context,
	{ id: operation, extensionId: id }: FoundOperation,
	accept: readonly string[],
): Promise<Reverse> {
	if (id === "") throw doneBefore("remove the extension: install-plugin remove, with its id");
	await recoverTables({ ctx, input: {} });
	const wish = { id, operation, accept: [...accept] };
	const { hash, says, problems } = await previewUndoUp({ ctx, input: wish });
	return { kind: "undo-up", input: { ...wish, planHash: hash }, says, problems };
}

function withPlan({ extensionId }: FoundOperation, plan: { hash: string } | null, more: object) {
	return { id: extensionId, ...more, ...(plan !== null && { plan: plan.hash }) };
}

async function undoInstall(
	ctx: Context,
	operation: FoundOperation,
	accept: readonly string[],
): Promise<Reverse> {
	const { before, extensionId } = operation;
	if (before === null) return onServer(ctx, operation, "absent", accept);
	const now = findManaged(ctx.paths.databaseUrl, extensionId)?.archive.version;
	if (now !== before)
		throw refusedUndo(
			`Before it, version ${before} of ${extensionId} was there, and the version that is here now is ${now ?? "none"}.`,
			`Go back to version ${before} here first (undo the import, or choose that version), and undo this then.`,
		);
	return onServer(ctx, operation, "present", accept);
}

/** Without the secrets of that time: they went with its end. */
async function onServer(
	ctx: Context,
	{ input, extensionId: id }: FoundOperation,
	goal: "present" | "absent",
	accept: readonly string[],
): Promise<Reverse> {
	if (input === null)
		throw doneBefore(`install-plugin ${goal === "absent" ? "uninstall" : "install"} ${id}`);
	const { server, serverDir, reload } = input as InputOf<"install">;
	const { password: _1, passphrase: _2, sudoPassword: _3, ...address } = server;
	const change = {
		...{ id, server: address, goal, accept: [...accept] },
		...(serverDir !== undefined && { serverDir }),
		...(reload !== undefined && { reload }),
	};
	const { plan, problems } = await planServer({ ctx, input: change });
	const { version } = plan.extension;
	const says =
		goal === "absent"
			? `${id} is uninstalled from ${plan.server}`
			: `version ${version} of ${id} is installed on ${plan.server}`;
	return {
		...{ kind: goal === "absent" ? "uninstall" : "install", says: [says], problems },
		input: { ...change, planHash: plan.hash },
	};
}

async function undoVersion(
	ctx: Context,
	{ before, input, extensionId: id }: FoundOperation,
	accept: readonly string[],
): Promise<Reverse> {
	// Nothing tells whether it took the place of another version.
	if (input === null)
		throw doneBefore(
			`import the archive that you want again, or remove the extension: install-plugin remove ${id}`,
		);
	if (before !== null)
		return {
			...{ kind: "switch-version", input: { id, sha256: before, accept } },
			...{ says: [`the folder of ${id} holds the version before`], problems: [] },
		};
	const wish = { id, accept: [...accept] };
	const { hash, places, problems } = await previewRemoval({ ctx, input: wish });
	const row = findManaged(ctx.paths.databaseUrl, id);
	const isElsewhere = places.some(
		(each) => each.driver === "files" || (each.driver === "sql" && each.plan.steps.length > 0),
	);
	if (isElsewhere || row?.active === true)
		throw refusedUndo(
			`${id} was activated or installed since.`,
			`Undo that first, or remove it from all places: install-plugin remove ${id}`,
		);
	const says = [`the folder of ${id} is removed; its archives are kept`];
	return { kind: "remove", input: { ...wish, planHash: hash }, says, problems };
}

/** By a Graft that noted neither what was asked for nor what was there before. */
function doneBefore(instead: string): GraftError {
	return refusedUndo(
		"It was done before operations could be undone.",
		`Do it yourself: ${instead}`,
	);
}
