"use client";

import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { isRefused } from "@graft/core/domain/problem";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { DatabasePlanView } from "../../../../../components/database-plan.tsx";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useTicks } from "../../../../../components/use-ticks.ts";
import type { Failure } from "../../../../../server/failure.ts";

interface Props {
	readonly title: string;
	readonly plan: DatabasePlan;
	/** The button that applies it. */
	readonly verb: string;
	readonly failure: Failure | null;
	readonly busy: boolean;
	/** Asks for the plan anew, with these codes accepted as well. */
	readonly onLook: (accept: readonly string[]) => void;
	/** Applies this very plan. */
	readonly onApply: () => void;
	readonly onClose: () => void;
	readonly children?: ReactNode;
}

/** Shows what would be done to OCS's database, and does it once somebody has agreed. */
export function PlanDialog(props: Props) {
	const { title, plan, verb, failure, busy, onLook, onApply, onClose, children } = props;
	const narrow = useMediaQuery("(max-width: 48em)") ?? false;
	const { ticked, tick } = useTicks();
	const waiting = plan.problems.filter(({ severity }) => severity === "warning");
	const complete = waiting.every(({ code }) => ticked.includes(code));
	return (
		<Modal opened onClose={onClose} size="xl" fullScreen={narrow} title={title}>
			<Stack gap="lg">
				{children}
				{plan.problems.length > 0 && (
					<ProblemList problems={plan.problems} accepted={ticked} onAccept={tick} />
				)}
				<DatabasePlanView plan={plan} />
				{failure !== null && <FailureAlert failure={failure} />}
				<Group justify="flex-end">
					<Button variant="default" onClick={onClose}>
						Cancel
					</Button>
					{failure !== null && (
						<Button variant="light" loading={busy} onClick={() => onLook(ticked)}>
							Look again
						</Button>
					)}
					{waiting.length > 0 && !isRefused(plan.problems) ? (
						<ReasonedButton
							loading={busy}
							reason={complete ? null : "Accept every warning first."}
							onClick={() => onLook(ticked)}
						>
							Accept and look again
						</ReasonedButton>
					) : (
						<ReasonedButton
							loading={busy}
							reason={
								isRefused(plan.problems) ? "What is wrong must be mended first; see above." : null
							}
							onClick={onApply}
						>
							{verb}
						</ReasonedButton>
					)}
				</Group>
			</Stack>
		</Modal>
	);
}
