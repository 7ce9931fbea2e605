"use client";

import type { Choice } from "@graft/core/platforms/delivery";
import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import type { Failure } from "../../../../../server/failure.ts";
import { DownloadPlaceFields, placeInput, usualPlace } from "./download-place.tsx";
import { chosenMachines, MachineChoice, type WrittenChoice } from "./machine-choice.tsx";

/** For whom, and where the packages lie. */
export interface Wish extends ReturnType<typeof placeInput> {
	readonly to: Choice;
}

interface Props {
	/** What was wished before, to go on from. */
	readonly wish: Wish | null;
	readonly busy: boolean;
	readonly failure: Failure | null;
	readonly onChoose: (wish: Wish) => void;
	readonly onClose: () => void;
}

export function DeployChoice({ wish, busy, failure, onChoose, onClose }: Props) {
	const before = wish?.to;
	const [choice, setChoice] = useState<WrittenChoice>({
		kind: before?.kind ?? null,
		group: before?.kind === "group" ? before.name : "",
		machines: before?.kind === "machines" ? before.names.join("\n") : "",
	});
	const [place, setPlace] = useState(
		wish === null
			? usualPlace
			: { address: wish.server.address, downloadDir: wish.downloadDir ?? "" },
	);
	const to = chosenMachines(choice);

	return (
		<Stack>
			<MachineChoice kinds={["machines", "group", "all"]} choice={choice} onChange={setChoice} />
			<DownloadPlaceFields place={place} onChange={setPlace} />
			{failure !== null && <FailureAlert failure={failure} />}
			<Group justify="flex-end">
				<Button variant="default" onClick={onClose}>
					Cancel
				</Button>
				<ReasonedButton
					loading={busy}
					reason={to === null ? "Choose the machines first." : null}
					onClick={() => to !== null && onChoose({ to, ...placeInput(place) })}
				>
					Show the plan
				</ReasonedButton>
			</Group>
		</Stack>
	);
}
