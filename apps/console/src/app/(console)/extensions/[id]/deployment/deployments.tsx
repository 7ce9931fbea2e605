"use client";

import type { DeliveryState } from "@graft/core/platforms/delivery";
import { Group, Text } from "@mantine/core";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { countOf } from "../../../../../components/numbers.ts";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { Section } from "../../../../../components/section.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import { retry } from "./actions.ts";
import { DeploymentCard } from "./deployment-card.tsx";
import { WithdrawButton } from "./withdraw-button.tsx";

interface Props {
	readonly id: string;
	readonly deployments: readonly DeliveryState[];
	readonly mayChange: boolean;
}

/** The packages in its system's own deployment, and how far the machines are. */
export function Deployments({ id, deployments, mayChange }: Props) {
	const { short } = useSystem();
	const { busy, failure, start } = useAction();
	const errors = deployments.reduce((sum, { machines }) => sum + machines.error, 0);
	const reason = mayChange ? null : "Only an administrator may do this.";
	if (deployments.length === 0) {
		return (
			<Section title="Deployment">
				<Text size="sm" c="dimmed">
					No package of it is in {short}'s deployment.
				</Text>
			</Section>
		);
	}
	return (
		<Section title="Deployment">
			{deployments.map((deployment) => (
				<DeploymentCard key={deployment.package} deployment={deployment} />
			))}
			<Group>
				{errors > 0 && (
					<ReasonedButton
						variant="light"
						loading={busy}
						reason={reason}
						onClick={() => start(() => retry({ id }), { said: ({ outcome }) => outcome })}
					>
						Try again on {countOf(errors, "machine")}
					</ReasonedButton>
				)}
				<WithdrawButton {...{ id, reason }} />
			</Group>
			{failure !== null && <FailureAlert failure={failure} />}
		</Section>
	);
}
