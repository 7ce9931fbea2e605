"use client";

import {
	agentsPlanIn,
	folderPlanIn,
	groupsPlanIn,
	serverPlansIn,
	tablesPlanIn,
} from "@graft/services/way/place-plan";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { Text } from "@mantine/core";
import { BindingPlanView } from "../../../../../components/binding-plan.tsx";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { countOf } from "../../../../../components/numbers.ts";
import { Place } from "../../../../../components/place.tsx";
import { RepositoryPlanView } from "../../../../../components/repository-plan.tsx";
import { ServerPlanView } from "../../../../../components/server-plan.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import type { DownloadPlace } from "../deployment/download-place.tsx";
import { PackagesPlace } from "./packages-place.tsx";

interface Props {
	readonly plan: RemovalPlan;
	readonly place: DownloadPlace;
	readonly looking: boolean;
	readonly onLook: (place: DownloadPlace) => void;
}

/** What goes, place after place, in the order in which it goes. */
export function RemovalPlanView({ plan, place, looking, onLook }: Props) {
	const { short } = useSystem();
	const { places } = plan;
	const packages = agentsPlanIn(places);
	const tables = tablesPlanIn(places);
	const pushed = folderPlanIn(places);
	const bound = groupsPlanIn(places);
	return (
		<>
			{packages !== null && (
				<Place name={`${short}'s deployment`}>
					<Text size="sm">
						{countOf(packages.withdrawn, "machine")} will no longer get it, and{" "}
						{countOf(packages.purged.length, "package")}{" "}
						{packages.purged.length === 1 ? "is" : "are"} purged. Machines that have installed it
						keep it.
					</Text>
					<details>
						<summary>
							<Text span size="sm">
								Their files are somewhere else
							</Text>
						</summary>
						<PackagesPlace {...{ place, looking, onLook }} />
					</details>
				</Place>
			)}
			{bound !== null && (
				<Place name={`Groups in ${bound.api}`}>
					<BindingPlanView plan={bound} />
				</Place>
			)}
			{pushed !== null && (
				<Place name={`${short}'s repository`}>
					<RepositoryPlanView plan={pushed} />
				</Place>
			)}
			{serverPlansIn(places).map((server) => (
				<Place key={`${server.server} ${server.place.key}`} name={`Server ${server.server}`}>
					<ServerPlanView plan={server} />
				</Place>
			))}
			{tables !== null && (
				<Place name={`${short}'s database`}>
					<DatabasePlanView plan={tables} />
				</Place>
			)}
		</>
	);
}
