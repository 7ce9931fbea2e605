"use client";

import { Stack, Text } from "@mantine/core";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { ReasonedButton } from "../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { mend } from "../actions.ts";

/** For a folder that somebody changed: keeps what is there as a version of its own. */
export function KeepChange({ id, mayChange }: { id: string; mayChange: boolean }) {
	const { busy, failure, run } = useAction();
	return (
		<Stack gap="xs" align="flex-start">
			<Text size="sm">
				The history has the version as it was imported, to install it again. Or keep what is there:
			</Text>
			<ReasonedButton
				variant="light"
				loading={busy}
				reason={mayChange ? null : "Only an administrator may do this."}
				onClick={() =>
					run(() => mend({ folder: id }), { said: "The change is kept as a version." })
				}
			>
				Keep the change
			</ReasonedButton>
			{failure !== null && <FailureAlert failure={failure} />}
		</Stack>
	);
}
