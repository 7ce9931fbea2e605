"use client";

import { Stack, Text } from "@mantine/core";
import { FailureAlert } from "../../../../components/failure-alert.tsx";
import { ReasonedButton } from "../../../../components/reasoned-button.tsx";
import { useAction } from "../../../../components/use-action.ts";
import { mend } from "../actions.ts";

interface Props {
	readonly id: string;
	readonly mayChange: boolean;
	/** What it is good for. */
	readonly text: string;
	readonly verb: string;
	readonly said: string;
}

/** Keeps what an extension's folder holds as a version of its own. */
export function MendOffer({ id, mayChange, text, verb, said }: Props) {
	const { busy, failure, start } = useAction();
	return (
		<Stack gap="xs" align="flex-start">
			<Text size="sm">{text}</Text>
			<ReasonedButton
				variant="light"
				loading={busy}
				reason={mayChange ? null : "Only an administrator may do this."}
				onClick={() => start(() => mend({ folder: id }), { said })}
			>
				{verb}
			</ReasonedButton>
			{failure !== null && <FailureAlert failure={failure} />}
		</Stack>
	);
}
