"use client";

import type { KnownServer } from "@graft/services/servers/list-servers";
import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { LeaveButton } from "../../../../../components/leave.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../../components/use-action.ts";
import { forget, reviewForget } from "./actions.ts";
import { StaysThere } from "./stays-there.tsx";

interface Props {
	/** Its address. */
	readonly server: string;
	readonly mayChange: boolean;
}

/** For a machine that is gone for good: first shows what stays on it, of every extension. */
export function ForgetButton({ server, mayChange }: Props) {
	const { busy, changing, failure, run, forget: forgetFailure } = useAction();
	const [known, setKnown] = useState<KnownServer | null>(null);

	function close(): void {
		setKnown(null);
		forgetFailure();
	}

	return (
		<>
			<ReasonedButton
				size="xs"
				variant="default"
				aria-label={`Forget: ${server}`}
				loading={busy && known === null}
				reason={mayChange ? null : "Only an administrator may do this."}
				onClick={() => run(() => reviewForget({ address: server }), { done: setKnown })}
			>
				Forget
			</ReasonedButton>
			<Modal
				opened={known !== null || failure !== null}
				onClose={close}
				size="lg"
				title={`Forget ${server}`}
			>
				<Stack>
					{known !== null && <StaysThere known={known} />}
					{failure !== null && <FailureAlert failure={failure} />}
					<Group justify="flex-end">
						<LeaveButton changing={changing} onClose={close} />
						{known !== null && (
							<Button
								color="red"
								loading={busy}
								onClick={() =>
									run(() => forget({ address: server }), {
										said: `${server} is forgotten. Graft did not connect to it, and changed nothing there.`,
										done: close,
									})
								}
							>
								Forget it
							</Button>
						)}
					</Group>
				</Stack>
			</Modal>
		</>
	);
}
