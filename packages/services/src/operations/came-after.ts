import type { Operation } from "@graft/database/generated/client";
import type { Context } from "../context/context.ts";
import { isFinal, type OperationKind } from "../context/operation-kinds.ts";
import { refusedUndo } from "../way/refused-undo.ts";
import type { FoundOperation } from "./find-operation.ts";

const ways = ["up", "undo-up", "remove"] as const;
/** Kinds that change the same thing undo each other. */
const groups: readonly (readonly OperationKind[])[] = [
	["activate", "deactivate", ...ways],
	["install", "uninstall", ...ways],
	["import", "switch-version", "mend", ...ways],
];

/** Throws GraftError "refused" that names the first of what came after it and changed the same. */
export async function refuseWhatCameAfter(ctx: Context, operation: FoundOperation): Promise<void> {
	const { extensionId, kind, startedAt, serverId } = operation;
	const later = await ctx.database.operation.findMany({
		where: {
			...{ extensionId, parentId: null, startedAt: { gt: startedAt } },
			...{ kind: { in: changingTheSame(kind) }, state: { in: ["done", "running", "queued"] } },
			// On another server it is another matter; what names none may have changed this one too.
			...(serverId !== null && { OR: [{ serverId }, { serverId: null }] }),
		},
		include: { parts: { where: { kind: "deploy", state: "done" }, select: { id: true } } },
		orderBy: { startedAt: "asc" },
	});
	const pairs = undonePairs(later);
	// What agents had executed before another package was given to them, nobody knows any more.
	const gaveAgents = (each: { readonly parts: readonly unknown[] }) =>
		kind === "up" && each.parts.length > 0;
	const first = later.find((each) => !pairs.has(each.id) || gaveAgents(each));
	if (first === undefined) return;
	const isOver = pairs.has(first.id) || isFinal(first.kind as OperationKind);
	throw refusedUndo(
		`Something came after it: ${first.kind} by ${first.actor} at ${first.startedAt.toISOString()}.`,
		isOver
			? `Undoing that does not help. To remove ${extensionId} from all places: install-plugin remove ${extensionId}`
			: `Undo that first: install-plugin undo ${first.id.slice(0, 8)}`,
	);
}

function changingTheSame(kind: string): string[] {
	// Agents were given what an `up` brought.
	if (kind === "up") return [...new Set([...groups.flat(), "deploy"])];
	const isIn = (kinds: readonly string[]) => kinds.includes(kind) && !isWay(kind);
	return [...(groups.find(isIn) ?? [kind])];
}

function isWay(kind: string): boolean {
	return (ways as readonly string[]).includes(kind);
}

/** Ids of what was undone meanwhile, and of what undid it: together they leave things as they were. */
function undonePairs(later: readonly Operation[]): ReadonlySet<string> {
	const ids = new Set(later.map(({ id }) => id));
	const pairs = later.flatMap(({ id, undoOf, state }) =>
		undoOf !== null && ids.has(undoOf) && state === "done" ? [id, undoOf] : [],
	);
	return new Set(pairs);
}
