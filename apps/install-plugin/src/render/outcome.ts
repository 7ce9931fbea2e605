import type { Goal } from "@graft/core/domain/plan";
import type { applyPlan } from "@graft/services/servers/apply-plan";
import { oneLine } from "./one-line.ts";

type Applied = Awaited<ReturnType<typeof applyPlan>>;

interface Subject {
	readonly id: string;
	readonly goal: Goal;
	readonly server: { readonly address: string };
}

export function outcomeLines(
	{ id, goal, server }: Subject,
	{ changed, receipt }: Applied,
): string[] {
	const where = `${oneLine(id)} on ${oneLine(server.address)}`;
	if (!changed) return [`Nothing to do: ${where} is as it should be.`];
	if (goal === "absent") return [`Uninstalled ${where}.`];
	const files = (receipt?.files ?? []).map(({ path }) => `  ${oneLine(path)}`);
	return [`Installed ${where}.`, ...files];
}
