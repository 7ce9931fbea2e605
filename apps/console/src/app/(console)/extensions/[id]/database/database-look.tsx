import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { Context } from "@graft/services/context/context";
import { previewActivation } from "@graft/services/extensions/activate-extension";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { failureOf } from "../../../../../server/failure.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { shownDatabasePlan } from "../../../../../server/shown-plans.ts";
import { TablesAsTheyAre } from "./tables-as-they-are.tsx";

interface Props {
	readonly ctx: Context;
	readonly extension: ShownExtension;
	readonly mayChange: boolean;
}

/** What OCS's database says when it is asked what activating would do: drift, where it is active already. */
export async function DatabaseLook({ ctx, extension, mayChange }: Props) {
	const found = await look(ctx, extension);
	if ("failure" in found) return <FailureAlert failure={found.failure} />;
	if (found.plan === null) return null;
	return <TablesAsTheyAre plan={found.plan} {...{ extension, mayChange }} />;
}

/** As if every warning about it were accepted: what is sent then is what somebody must know to accept them. */
async function look(ctx: Context, { id, problems }: ShownExtension) {
	const accept = problems
		.filter(
			({ severity, part }) => severity === "warning" && (part === "web" || part === "database"),
		)
		.map(({ code }) => code);
	try {
		const { plan } = await previewActivation({ ctx, input: { id, accept } });
		return { plan: plan && shownDatabasePlan(plan) } satisfies { plan: DatabasePlan | null };
	} catch (error) {
		return { failure: failureOf(error) };
	}
}
