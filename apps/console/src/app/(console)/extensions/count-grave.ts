import type { Problem } from "@graft/core/domain/problem";

/** Problems that ask for somebody: notes do not. */
export function countGrave({ problems }: { readonly problems: readonly Problem[] }): number {
	return problems.filter(({ severity }) => severity !== "info").length;
}
