import { agentsPlanIn, serverPlansIn } from "@graft/services/way/place-plan";
import type { RemovalPlan } from "@graft/services/way/removal-plan";

/** What of an agreed plan is done already, going by what is left of it now; for people. `short`: the name of its system. */
export function doneSince(agreed: RemovalPlan, left: RemovalPlan, short: string): string[] {
	const waiting = serverPlansIn(left.places).filter(({ steps }) => steps.length > 0);
	const off = serverPlansIn(agreed.places).filter(
		({ steps, server, place }) =>
			steps.length > 0 &&
			!waiting.some((other) => other.server === server && other.place.key === place.key),
	);
	return [
		...(agentsPlanIn(agreed.places) !== null && agentsPlanIn(left.places) === null
			? [`Its packages are withdrawn from ${short}'s deployment.`]
			: []),
		...off.map(({ server }) => `It is uninstalled from ${server}.`),
	];
}
