import type { BindingPlan } from "@graft/core/domain/binding-plan";
import type { Extension } from "@graft/core/domain/extension";
import { changeBindings, putBindingsBack } from "../bindings/binding-work.ts";
import type { Context } from "../context/context.ts";
import type { Taken } from "./taken.ts";

export interface InApi {
	readonly api: string;
	readonly changed: boolean;
}

/** What groups are bound to in the API of its system, exactly as it was shown. */
export async function bindThere(
	ctx: Context,
	extension: Extension,
	{ groups, plan }: { groups: readonly string[]; plan: BindingPlan },
	taken: Taken[],
): Promise<InApi> {
	const { api, hash: planHash } = plan;
	const wish = { goal: "present", groups } as const;
	const before = await changeBindings(ctx, { extension, wish, planHash });
	if (before !== null)
		taken.push({
			what: `what groups are bound to in ${api}`,
			rollBack: async (lent) => {
				await putBindingsBack(lent, extension, before);
				return [];
			},
		});
	return { api, changed: before !== null };
}
