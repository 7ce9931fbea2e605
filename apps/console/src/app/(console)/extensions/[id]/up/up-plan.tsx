"use client";

import type { UpPlan } from "@graft/services/way/up-plan";
import { Text } from "@mantine/core";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { Place } from "../../../../../components/place.tsx";
import { ServerPlanView } from "../../../../../components/server-plan.tsx";
import { DeploymentPlanView } from "../deployment/deployment-plan.tsx";

/** What is done, place after place, in the order in which it is done. */
export function UpPlanView({ plan }: { plan: UpPlan }) {
	const { database, servers, deployment } = plan;
	return (
		<>
			{database !== null && (
				<Place name="OCS's database">
					<DatabasePlanView plan={database} />
				</Place>
			)}
			{servers.map((server) => (
				<Place key={`${server.server} ${server.place.key}`} name={`Server ${server.server}`}>
					<ServerPlanView plan={server} />
				</Place>
			))}
			<Place name="Agents">
				{deployment === null ? (
					<Text size="sm" c="dimmed">
						Agents get nothing by this plan.
					</Text>
				) : (
					<DeploymentPlanView plan={deployment} />
				)}
			</Place>
		</>
	);
}
