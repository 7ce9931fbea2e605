"use client";

import { unaccepted } from "@graft/core/domain/problem";
import type { ExtensionDetail } from "@graft/services/extensions/get-extension";
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { ProblemList } from "../../../../components/problem-list.tsx";
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
	const [ticked, setTicked] = useState<readonly string[]>([]);
	const { busy, failure, run, forget } = useAction();
	const forActivation = (codes: readonly string[]) => [
		...unaccepted(problems, codes, "web"),
		...unaccepted(problems, codes, "database"),
	];
	const open = forActivation(accepted);
	const stillOpen = forActivation([...accepted, ...ticked]);

	function turnOn(accept: readonly string[]): void {
		run(() => activate({ id, accept }), {
			said: `${name} is active.`,
			done: () => setAsking(false),
		});
	}

	function turnOff(): void {
		run(() => deactivate({ id }), { said: `${name} is no longer active; everything is kept.` });
	}

	return (
		<>
			<ReasonedButton
				reason={mayChange ? null : "Only an administrator may do this."}
				variant={active ? "default" : "filled"}
				loading={busy && !asking}
				onClick={active ? turnOff : open.length > 0 ? () => setAsking(true) : () => turnOn([])}
			>
				{active ? "Deactivate" : "Activate"}
			</ReasonedButton>
			<Modal opened={asking} onClose={() => setAsking(false)} size="lg" title={`Activate ${name}`}>
				<Stack>
					<Text size="sm">It is activated once these warnings are accepted.</Text>
					<ProblemList
						problems={open}
						accepted={ticked}
						onAccept={(code, isAccepted) =>
							setTicked((codes) =>
								isAccepted ? [...codes, code] : codes.filter((other) => other !== code),
							)
						}
					/>
					{failure !== null && <FailureAlert failure={failure} />}
					<Group justify="flex-end">
						<Button variant="default" onClick={() => setAsking(false)}>
							Cancel
						</Button>
						<ReasonedButton
							reason={stillOpen.length > 0 ? "Accept every warning first." : null}
							loading={busy}
							onClick={() => turnOn(ticked)}
						>
							Activate
						</ReasonedButton>
					</Group>
				</Stack>
			</Modal>
			<Modal
				opened={failure !== null && !asking}
				onClose={forget}
				title={active ? "Not deactivated" : "Not activated"}
			>
				{failure !== null && <FailureAlert failure={failure} />}
			</Modal>
		</>
	);
}
