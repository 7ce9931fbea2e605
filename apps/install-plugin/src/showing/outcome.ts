import type { Goal } from "@graft/core/domain/plan";
import type { applyPlan } from "@graft/services/servers/apply-plan";
import { oneLine } from "./one-line.ts";

type Applied = Awaited<ReturnType<typeof applyPlan>>;

/** What its warnings say of it is the reason, where there is one. */
export const nothingToPlace =
	"the extension has no server part, or Graft does not know where it belongs.";

interface Subject {
	readonly id: string;
	readonly goal: Goal;
	readonly server: { readonly address: string };
}

export function outcomeLines(
	{ id, goal, server }: Subject,
	{ changed, receipt, hasServerPart }: Applied,
): string[] {
	const where = `${oneLine(id)} on ${oneLine(server.address)}`;
	if (!changed && !hasServerPart)
		return [`Nothing was installed on ${oneLine(server.address)}: ${nothingToPlace}`];
	if (!changed) return [`Nothing to do: ${where} is as it should be.`];
	if (goal === "absent") return [`Uninstalled ${where}.`];
	const files = (receipt?.files ?? []).map(({ path }) => `  ${oneLine(path)}`);
	return [`Installed ${where}.`, ...files];
}
