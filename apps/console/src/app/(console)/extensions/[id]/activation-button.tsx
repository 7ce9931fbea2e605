"use client";

import { unaccepted } from "@graft/core/domain/problem";
import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Modal } from "@mantine/core";
import { useState } from "react";
import { AcceptDialog } from "../../../../components/accept-dialog.tsx";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { ReasonedButton } from "../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { activate, deactivate } from "../actions.ts";

interface Props {
	readonly extension: ExtensionDetail;
	readonly mayChange: boolean;
}

/** Activates at once, or after the warnings about it were accepted; deactivates what is active. */
export function ActivationButton({ extension, mayChange }: Props) {
	const { id, name, active, problems, accepted } = extension;
	const [asking, setAsking] = useState(false);
	const { busy, failure, run, forget } = useAction();
	const open = [
		...unaccepted(problems, accepted, "web"),
		...unaccepted(problems, accepted, "database"),
	];

	function turnOn(accept: readonly string[]): void {
		run(() => activate({ id, accept }), {
			said: `${name} is active.`,
			done: () => setAsking(false),
		});
	}

	function press(): void {
		if (active) {
			run(() => deactivate({ id }), { said: `${name} is no longer active; everything is kept.` });
		} else if (open.length > 0) {
			setAsking(true);
		} else {
			turnOn([]);
		}
	}

	return (
		<>
			<ReasonedButton
				reason={mayChange ? null : "Only an administrator may do this."}
				variant={active ? "default" : "filled"}
				loading={busy && !asking}
				onClick={press}
			>
				{active ? "Deactivate" : "Activate"}
			</ReasonedButton>
			{asking && (
				<AcceptDialog
					title={`Activate ${name}`}
					problems={open}
					failure={failure}
					busy={busy}
					onAccept={turnOn}
					onClose={() => setAsking(false)}
				/>
			)}
			<Modal
				opened={failure !== null && !asking}
				onClose={forget}
				title={active ? "It was not deactivated" : "It was not activated"}
			>
				{failure !== null && <FailureAlert failure={failure} />}
			</Modal>
		</>
	);
}
