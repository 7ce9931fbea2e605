"use client";

import { isRefused } from "@graft/core/domain/problem";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { GoesOn, LeaveButton } from "../../../../../components/leave.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import { useTicks } from "../../../../../components/use-ticks.ts";
import type { Failure } from "../../../../../server/failure.ts";
import type { ShownExtension } from "../../../../../server/shown-extension.ts";
import { remove } from "./actions.ts";
import { doneSince } from "./done-since.ts";
import { RemovalReview } from "./removal-review.tsx";
import { type RemovalWish, removalInput } from "./removal-wish.ts";
import { StoppedOnTheWay } from "./stopped-on-the-way.tsx";

interface Props {
	readonly extension: ShownExtension;
	readonly plan: RemovalPlan;
	/** What it is the plan for. */
	readonly wish: RemovalWish;
	/** The plan is being asked for anew. */
	readonly looking: boolean;
	readonly lookFailure: Failure | null;
	readonly onLook: (wish: RemovalWish) => void;
	readonly onClose: () => void;
}

export function RemoveDialog(props: Props) {
	const { short } = useSystem();
	const { extension, plan, wish, looking, lookFailure, onLook, onClose } = props;
	const { id, name, versions } = extension;
	const { places, problems } = plan;
	const router = useRouter();
	const narrow = useMediaQuery("(max-width: 48em)") ?? false;
	const [written, setWritten] = useState("");
	/** The plan whose application failed on its way. */
	const [agreed, setAgreed] = useState<RemovalPlan | null>(null);
	const { ticked, tick } = useTicks();
	const { busy, changing, failure, start } = useAction();
	const isPlain = places.length === 0;
	const complete = problems.every(
		({ severity, code }) => severity !== "warning" || ticked.includes(code),
	);

	function removeIt(): void {
		const input = { ...removalInput(id, wish), accept: ticked, planHash: plan.hash };
		start(() => remove(input), {
			said: `${name} is removed.`,
			done: () => router.replace("/extensions"),
			failed: () => {
				setAgreed(agreed ?? plan);
				// What is done stays done: what is left is a plan of its own.
				onLook(wish);
				router.refresh();
			},
		});
	}

	return (
		<Modal
			opened
			onClose={onClose}
			size={isPlain ? "md" : "xl"}
			fullScreen={narrow && !isPlain}
			title={`Remove ${name}`}
		>
			<Stack>
				<RemovalReview
					{...{ id, plan, wish, looking, ticked, onLook }}
					versions={versions.length}
					onTick={tick}
				/>
				<TextInput
					label={
						<>
							Type <strong>{id}</strong> to confirm
						</>
					}
					value={written}
					onChange={(event) => setWritten(event.currentTarget.value)}
					autoComplete="off"
					spellCheck={false}
					{...(isPlain && { "data-autofocus": true })}
				/>
				{failure !== null && <FailureAlert failure={failure} />}
				{lookFailure !== null && <FailureAlert failure={lookFailure} />}
				{failure !== null && agreed !== null && (
					<StoppedOnTheWay done={doneSince(agreed, plan, short)} looking={looking} />
				)}
				<GoesOn changing={changing} />
				<Group justify="flex-end">
					<LeaveButton changing={changing} onClose={onClose} />
					{(failure !== null || lookFailure !== null) && (
						<Button variant="light" loading={looking} onClick={() => onLook(wish)}>
							Look again
						</Button>
					)}
					<ReasonedButton
						color="red"
						loading={busy || looking}
						reason={reasonAgainst(isRefused(problems), complete, written === id)}
						onClick={removeIt}
					>
						Remove it
					</ReasonedButton>
				</Group>
			</Stack>
		</Modal>
	);
}

function reasonAgainst(refused: boolean, complete: boolean, named: boolean): string | null {
	if (refused) return "Fix the errors above first.";
	if (!complete) return "Accept every warning first.";
	return named ? null : "Type its id first.";
}
