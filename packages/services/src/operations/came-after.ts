import type { Operation } from "@graft/database/generated/client";
import type { Context } from "../context/context.ts";
import type { OperationKind } from "../context/operation-kinds.ts";
import { refusedUndo } from "../way/refused-undo.ts";
import type { FoundOperation } from "./find-operation.ts";

const ways = ["up", "undo-up", "remove"] as const;
/** Kinds that change the same thing undo each other. */
const groups: readonly (readonly OperationKind[])[] = [
	["activate", "deactivate", ...ways],
	["install", "uninstall", ...ways],
	["import", "switch-version", "mend", ...ways],
];
/** Once they are done, there is no undoing them. */
const final: readonly string[] = ["deploy", "mend", "remove", "undo-up"];

/** Throws GraftError "refused" that names the first of what came after it and changed the same. */
export async function refuseWhatCameAfter(ctx: Context, operation: FoundOperation): Promise<void> {
	const { extensionId, startedAt, serverId } = operation;
	const later = await ctx.database.operation.findMany({
		where: {
			...{ extensionId, parentId: null, startedAt: { gt: startedAt } },
			...{ kind: { in: changingTheSame(operation.kind) } },
			state: { in: ["done", "running", "queued"] },
			// On another server it is another matter; what names none may have changed this one too.
			...(serverId !== null && { OR: [{ serverId }, { serverId: null }] }),
		},
		orderBy: { startedAt: "asc" },
	});
	const [first] = withoutUndone(later);
	if (first === undefined) return;
	const { kind, actor, id } = first;
	throw refusedUndo(
		`Something came after it: ${kind} by ${actor} at ${first.startedAt.toISOString()}.`,
		final.includes(kind)
			? `That one cannot be undone. To remove ${extensionId} from all places: install-plugin remove ${extensionId}`
			: `Undo that first: install-plugin undo ${id.slice(0, 8)}`,
	);
}

function changingTheSame(kind: string): string[] {
	// Agents were given what an `up` brought.
	if (kind === "up") return [...new Set([...groups.flat(), "deploy"])];
	return [...(groups.find((kinds) => (kinds as readonly string[]).includes(kind)) ?? [kind])];
}

/** What was undone meanwhile, and what undid it, leave things as they were. */
function withoutUndone(later: readonly Operation[]): readonly Operation[] {
	const ids = new Set(later.map(({ id }) => id));
	const isUndoing = ({ undoOf }: Operation) => undoOf !== null && ids.has(undoOf);
	const undone = new Set(
		later.filter((each) => isUndoing(each) && each.state === "done").map(({ undoOf }) => undoOf),
	);
	return later.filter(
		(each) => !undone.has(each.id) && !(isUndoing(each) && each.state === "done"),
	);
}
