"use client";

import type { WithdrawnDeployment } from "@graft/services/deliveries/withdraw-deployment";
import { Alert, Button, Checkbox, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { GoesOn, LeaveButton } from "../../../../../components/leave.tsx";
import { countOf } from "../../../../../components/numbers.ts";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import { reviewWithdrawal, withdraw } from "./actions.ts";
import { DownloadPlaceFields, placeInput, usualPlace } from "./download-place.tsx";

/** Takes packages back once somebody has seen from how many machines. */
export function WithdrawButton({ id, reason }: { id: string; reason: string | null }) {
	const { short } = useSystem();
	const [asking, setAsking] = useState(false);
	const [purge, setPurge] = useState(false);
	const [place, setPlace] = useState(usualPlace);
	const [shown, setShown] = useState<WithdrawnDeployment | null>(null);
	const { busy, changing, failure, run, start } = useAction();
	const input = { id, purge, ...(purge && placeInput(place)) };

	function close(): void {
		setAsking(false);
		setShown(null);
	}

	return (
		<>
			<ReasonedButton variant="default" reason={reason} onClick={() => setAsking(true)}>
				Withdraw
			</ReasonedButton>
			<Modal opened={asking} onClose={close} title={`Withdraw ${id}`}>
				<Stack>
					<Text size="sm">
						Machines that have not installed it yet will no longer get it. Machines that have
						installed it keep it.
					</Text>
					<Checkbox
						label="Purge it too"
						description={`Removes the packages from ${short}'s tables and from its folder.`}
						checked={purge}
						onChange={(event) => {
							setPurge(event.currentTarget.checked);
							setShown(null);
						}}
					/>
					{purge && (
						<DownloadPlaceFields
							place={place}
							onChange={(changed) => {
								setPlace(changed);
								setShown(null);
							}}
						/>
					)}
					{shown !== null && (
						<Alert color="orange" role="status">
							{`Withdraws it from ${countOf(shown.withdrawn, "machine")}`}
							{purge && `, and purges ${countOf(shown.purged.length, "package")}`}
							{shown.purged.length > 0 && `: ${shown.purged.join(", ")}`}.
							{shown.installed > 0 &&
								` ${countOf(shown.installed, "machine")} installed it already and ${shown.installed === 1 ? "keeps" : "keep"} it.`}
						</Alert>
					)}
					{failure !== null && <FailureAlert failure={failure} />}
					<GoesOn changing={changing} />
					<Group justify="flex-end">
						<LeaveButton changing={changing} onClose={close} />
						{shown === null ? (
							<Button
								loading={busy}
								onClick={() => run(() => reviewWithdrawal(input), { done: setShown })}
							>
								Show the plan
							</Button>
						) : (
							<Button
								color="red"
								loading={busy}
								onClick={() =>
									start(() => withdraw(input), {
										said: ({ outcome }) => outcome,
										done: close,
									})
								}
							>
								{purge ? "Withdraw and purge it" : "Withdraw it"}
							</Button>
						)}
					</Group>
				</Stack>
			</Modal>
		</>
	);
}
