import type { RemovalPlan } from "@graft/services/way/removal-plan";

/** What of an agreed plan is done already, going by what is left of it now; for people. */
export function doneSince(agreed: RemovalPlan, left: RemovalPlan): string[] {
	const waiting = left.servers.filter(({ steps }) => steps.length > 0);
	const off = agreed.servers.filter(
		({ steps, server, place }) =>
			steps.length > 0 &&
			!waiting.some((other) => other.server === server && other.place.key === place.key),
	);
	return [
		...(agreed.packages !== null && left.packages === null
			? ["Its packages are withdrawn from OCS's deployment."]
			: []),
		...off.map(({ server }) => `It is off ${server}.`),
	];
}
