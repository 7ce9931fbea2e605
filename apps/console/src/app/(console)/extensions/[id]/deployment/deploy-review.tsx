"use client";

import { isRefused } from "@graft/core/domain/problem";
import type { ShownDeployment } from "@graft/services/deliveries/preview-deployment";
import { Button, Group, Stack } from "@mantine/core";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { GoesOn, LeaveButton } from "../../../../../components/leave.tsx";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import type { Following } from "../../../../../components/use-operation.ts";
import { useTicks } from "../../../../../components/use-ticks.ts";
import type { Failure } from "../../../../../server/failure.ts";
import { DeploymentPlanView } from "./deployment-plan.tsx";

interface Props {
	readonly shown: ShownDeployment;
	readonly busy: boolean;
	/** It is being deployed. */
	readonly changing: Following | null;
	readonly failure: Failure | null;
	readonly onBack: () => void;
	readonly onClose: () => void;
	/** With the codes that were accepted. */
	readonly onApply: (ticked: readonly string[]) => void;
}

export function DeployReview({ shown, busy, changing, failure, onBack, onClose, onApply }: Props) {
	const { plan, problems } = shown;
	const { ticked, tick } = useTicks();
	const complete = problems.every(
		({ severity, code }) => severity !== "warning" || ticked.includes(code),
	);
	const reason = isRefused(problems)
		? "Fix the errors above first."
		: plan.steps.length === 0
			? "There is nothing to do."
			: complete
				? null
				: "Accept every warning first.";
	return (
		<Stack gap="lg">
			{problems.length > 0 && <ProblemList problems={problems} accepted={ticked} onAccept={tick} />}
			<DeploymentPlanView plan={plan} />
			{failure !== null && <FailureAlert failure={failure} />}
			<GoesOn changing={changing} />
			<Group justify="flex-end">
				{changing !== null ? (
					<LeaveButton changing={changing} onClose={onClose} />
				) : (
					<Button variant="default" onClick={onBack}>
						Back
					</Button>
				)}
				<ReasonedButton loading={busy} reason={reason} onClick={() => onApply(ticked)}>
					Deploy it
				</ReasonedButton>
			</Group>
		</Stack>
	);
}
