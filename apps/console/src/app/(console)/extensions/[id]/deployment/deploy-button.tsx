"use client";

import type { ShownDeployment } from "@graft/services/deliveries/preview-deployment";
import { Modal } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import type { BundleChoice } from "../agents/bundle-choice.ts";
import { deploy, reviewDeployment } from "./actions.ts";
import { DeployChoice, type Wish } from "./deploy-choice.tsx";
import { DeployReview } from "./deploy-review.tsx";

interface Props {
	/** What agents are to get. */
	readonly choice: BundleChoice;
	readonly reason: string | null;
}

/** Gives the chosen scripts to machines by OCS's own deployment: whom, then the plan, then it is done. */
export function DeployButton({ choice, reason }: Props) {
	const narrow = useMediaQuery("(max-width: 48em)") ?? false;
	const [asking, setAsking] = useState(false);
	const [wish, setWish] = useState<Wish | null>(null);
	const [shown, setShown] = useState<ShownDeployment | null>(null);
	const { busy, changing, failure, run, start, forget } = useAction();
	const { id, without, added, windowsPath, accept } = choice;
	const input = { id, without, added, accept, ...(windowsPath !== "" && { windowsPath }), ...wish };

	function close(): void {
		setAsking(false);
		setShown(null);
		forget();
	}

	function look(wished: Wish): void {
		setWish(wished);
		run(() => reviewDeployment({ ...input, ...wished }), { done: setShown });
	}

	function apply(planHash: string, ticked: readonly string[]): void {
		start(() => deploy({ ...input, accept: [...accept, ...ticked], planHash }), {
			said: ({ outcome }) => outcome,
			done: close,
		});
	}

	return (
		<>
			<ReasonedButton reason={reason} onClick={() => setAsking(true)}>
				Deploy
			</ReasonedButton>
			<Modal
				opened={asking}
				onClose={close}
				size={shown === null ? "md" : "xl"}
				fullScreen={narrow && shown !== null}
				title={`Deploy ${id}`}
			>
				{shown === null ? (
					<DeployChoice {...{ busy, failure, wish }} onChoose={look} onClose={close} />
				) : (
					<DeployReview
						key={shown.plan.hash}
						{...{ shown, busy, changing, failure }}
						onClose={close}
						onBack={() => {
							setShown(null);
							forget();
						}}
						onApply={(ticked) => apply(shown.plan.hash, ticked)}
					/>
				)}
			</Modal>
		</>
	);
}
