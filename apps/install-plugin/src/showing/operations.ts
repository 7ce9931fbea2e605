import { canBeUndone, isEnded, type OperationState } from "@graft/services/context/operation-kinds";
import type { OperationView } from "@graft/services/operations/operation-view";
import type { OperationEvent } from "@graft/services/running/events";
import type { Paint, Style } from "../terminal/terminal.ts";
import { oneLine, saidLine } from "./one-line.ts";

const styles: Readonly<Record<OperationState, Style>> = {
	queued: "cyan",
	running: "cyan",
	done: "green",
	failed: "red",
	"rolled-back": "yellow",
	cancelled: "yellow",
};

/** As much of an id as a person types. */
const shortId = 8;

export function operationLine(operation: OperationView, paint: Paint): string {
	const { id, kind, extensionId, state, actor, startedAt, server, cancelAskedBy } = operation;
	const where = server === null ? "" : ` on ${oneLine(server)}`;
	const cancelling = state === "running" && cancelAskedBy !== null ? ", being cancelled" : "";
	return [
		id.slice(0, shortId),
		paint(styles[state], `${state}${cancelling}`),
		`${kind} ${oneLine(extensionId) || "an archive"}${where}`,
		`${oneLine(actor)}, ${startedAt.toISOString()}`,
	].join("  ");
}

export function operationListLines(
	operations: readonly OperationView[],
	paint: Paint,
): readonly string[] {
	if (operations.length === 0) return ["There are no operations yet."];
	return operations.flatMap((each) => [
		operationLine(each, paint),
		...(each.outcome === null ? [] : [`          ${oneLine(each.outcome)}`]),
	]);
}

/** What can be done with it as it is now, and how. */
export function whatNow({ id, kind, state, cancelAskedBy }: OperationView): readonly string[] {
	const named = id.slice(0, shortId);
	if (canBeUndone(kind, state)) return [`To undo it: install-plugin undo ${named}`];
	if (isEnded(state) || cancelAskedBy !== null) return [];
	return [`To cancel it: install-plugin cancel ${named}`];
}

/** null for what its end says once more. */
export function eventLine(event: OperationEvent): string | null {
	switch (event.kind) {
		case "step":
			return `[${event.data.done}/${event.data.total}] ${oneLine(event.data.text)}`;
		case "problem":
			return `${oneLine(event.data.code)}: ${oneLine(event.data.message)}`;
		case "end":
			return null;
		case "output":
			return saidLine(event.data.text);
		case "note":
		case "progress":
			return oneLine(event.data.text);
	}
}

/** What undoing does, a line each. */
export function undoLines(says: readonly string[]): readonly string[] {
	if (says.length === 0) return ["  nothing has to be done"];
	return says.map((each) => `  - ${oneLine(each)}`);
}
