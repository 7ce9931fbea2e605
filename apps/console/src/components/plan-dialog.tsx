"use client";

import { isRefused, type Problem } from "@graft/core/domain/problem";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import type { Failure } from "../server/failure.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { GoesOn, LeaveButton } from "./leave.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ReasonedButton } from "./reasoned-button.tsx";
import type { Following } from "./use-operation.ts";
import { useTicks } from "./use-ticks.ts";

interface Props {
	readonly title: string;
	/** Of the plan: errors keep it from being applied, warnings wait for a tick. */
	readonly problems: readonly Problem[];
	/** The button that applies it. */
	readonly verb: string;
	readonly failure: Failure | null;
	readonly busy: boolean;
	/** It is being applied. */
	readonly changing: Following | null;
	/** Asks for the plan anew, with these codes accepted as well. */
	readonly onLook: (accept: readonly string[]) => void;
	/** Applies this very plan. */
	readonly onApply: () => void;
	readonly onClose: () => void;
	/** The plan. */
	readonly children: ReactNode;
}

/** Shows what would be done, and does it once somebody has agreed. */
export function PlanDialog(props: Props) {
	const { title, problems, verb, failure, busy, changing, onLook, onApply, onClose, children } =
		props;
	const narrow = useMediaQuery("(max-width: 48em)") ?? false;
	const { ticked, tick } = useTicks();
	const waiting = problems.filter(({ severity }) => severity === "warning");
	const complete = waiting.every(({ code }) => ticked.includes(code));
	return (
		<Modal opened onClose={onClose} size="xl" fullScreen={narrow} title={title}>
			<Stack gap="lg">
				{problems.length > 0 && (
					<ProblemList problems={problems} accepted={ticked} onAccept={tick} />
				)}
				{children}
				{failure !== null && <FailureAlert failure={failure} />}
				<GoesOn changing={changing} />
				<Group justify="flex-end">
					<LeaveButton changing={changing} onClose={onClose} />
					{failure !== null && (
						<Button variant="light" loading={busy} onClick={() => onLook(ticked)}>
							Look again
						</Button>
					)}
					{waiting.length > 0 && !isRefused(problems) ? (
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
							reason={isRefused(problems) ? "Fix the errors above first." : null}
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
