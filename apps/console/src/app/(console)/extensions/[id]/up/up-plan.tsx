"use client";

import { agentsPlanIn, folderPlanIn } from "@graft/services/way/place-plan";
import type { UpPlan } from "@graft/services/way/up-plan";
import { Text } from "@mantine/core";
import { BindingPlanView } from "../../../../../components/binding-plan.tsx";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { Place } from "../../../../../components/place.tsx";
import { RepositoryPlanView } from "../../../../../components/repository-plan.tsx";
import { ServerPlanView } from "../../../../../components/server-plan.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { DeploymentPlanView } from "../deployment/deployment-plan.tsx";

/** What is done, place after place, in the order in which it is done. */
export function UpPlanView({ plan }: { plan: UpPlan }) {
	const { places } = plan;
	return (
		<>
			{places.map((place) => (
				<PlaceOf key={keyOf(place)} place={place} />
			))}
			{agentsPlanIn(places) === null && folderPlanIn(places) === null && (
				<Place name="Agents">
					<Text size="sm" c="dimmed">
						This plan gives nothing to agents.
					</Text>
				</Place>
			)}
		</>
	);
}

type OnePlace = UpPlan["places"][number];

function keyOf({ place, plan }: OnePlace): string {
	return `${place} ${plan.hash}`;
}

function PlaceOf({ place: each }: { place: OnePlace }) {
	const { short } = useSystem();
	switch (each.driver) {
		case "sql":
			return (
				<Place name={`${short}'s database`}>
					<DatabasePlanView plan={each.plan} />
				</Place>
			);
		case "files":
			return (
				<Place name={`Server ${each.plan.server}`}>
					<ServerPlanView plan={each.plan} />
				</Place>
			);
		case "git":
			return (
				<Place name={`${short}'s repository`}>
					<RepositoryPlanView plan={each.plan} />
				</Place>
			);
		case "http":
			return (
				<Place name={`Groups in ${each.plan.api}`}>
					<BindingPlanView plan={each.plan} />
				</Place>
			);
		case "delivery":
			return (
				<Place name="Agents">
					<DeploymentPlanView plan={each.plan} />
				</Place>
			);
	}
}
