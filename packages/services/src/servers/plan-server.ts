import type { Connection } from "@graft/core/connections/connection";
import { withRetry } from "@graft/core/connections/with-retry";
import type { Plan } from "@graft/core/domain/plan";
import type { Problem } from "@graft/core/domain/problem";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { inKnownFolder } from "./in-known-folder.ts";
import {
	type ChangeSource,
	prepareChange,
	type ServerChange,
	serverChangeInput,
	sourceOfChange,
} from "./prepare-plan.ts";

export const planServerInput = serverChangeInput;

export interface ShownPlan {
	readonly plan: Plan;
	/** Without the warnings that were accepted already. */
	readonly problems: readonly Problem[];
	/** Of several servers, those of a lower number are changed first. */
	readonly turn: number;
}

/** What would be done on a server, bound by its hash. Writes nothing, there or here. */
export async function planServer({ ctx, input }: Call<typeof planServerInput>): Promise<ShownPlan> {
	const asked = parseInput(planServerInput, input);
	const change = inKnownFolder(ctx, asked.id, asked);
	return planFrom(ctx, change, (connection) => sourceOfChange(ctx, connection, change));
}

export async function planFrom(
	ctx: Context,
	change: Omit<ServerChange, "id" | "reloadPending"> & Partial<Pick<ServerChange, "reloadPending">>,
	find: (connection: Connection) => Promise<ChangeSource>,
): Promise<ShownPlan> {
	return withRetry(
		() => ctx.connect(change.server),
		async (connection) => {
			const source = await find(connection);
			const { plan, problems, turn } = await prepareChange(connection, source, change);
			const accepted = [...(source.loaded?.accepted ?? []), ...change.accept];
			const open = problems.filter(
				({ severity, code }) => severity !== "warning" || !accepted.includes(code),
			);
			return { plan, problems: open, turn };
		},
	);
}
