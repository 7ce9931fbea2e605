"use client";

import type { Problem } from "@graft/core/domain/problem";
import { Group, Modal, Stack, Text } from "@mantine/core";
import type { Failure } from "../server/failure.ts";
import { FailureAlert } from "./failure-alert.tsx";
import { GoesOn, LeaveButton } from "./leave.tsx";
import { ProblemList } from "./problem-list.tsx";
import { ReasonedButton } from "./reasoned-button.tsx";
import type { Following } from "./use-operation.ts";
import { useTicks } from "./use-ticks.ts";

interface Props {
	readonly title: string;
	/** Warnings that keep it from being done. */
	readonly problems: readonly Problem[];
	/** Of an attempt with everything accepted. */
	readonly failure: Failure | null;
	readonly busy: boolean;
	/** It is being done. */
	readonly changing: Following | null;
	readonly onAccept: (codes: readonly string[]) => void;
	readonly onClose: () => void;
}

/** Asks for a tick on each warning before something is done all the same. */
export function AcceptDialog({
	title,
	problems,
	failure,
	busy,
	changing,
	onAccept,
	onClose,
}: Props) {
	const { ticked, tick } = useTicks();
	const complete = problems.every(({ code }) => ticked.includes(code));
	return (
		<Modal opened onClose={onClose} size="lg" title={title}>
			<Stack>
				<Text size="sm">Accept each of these warnings to continue.</Text>
				<ProblemList problems={problems} accepted={ticked} onAccept={tick} />
				{failure !== null && <FailureAlert failure={failure} />}
				<GoesOn changing={changing} />
				<Group justify="flex-end">
					<LeaveButton changing={changing} onClose={onClose} />
					<ReasonedButton
						reason={complete ? null : "Accept every warning first."}
						loading={busy}
						onClick={() => onAccept(ticked)}
					>
						Accept and continue
					</ReasonedButton>
				</Group>
			</Stack>
		</Modal>
	);
}
