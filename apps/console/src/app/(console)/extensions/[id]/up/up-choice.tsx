"use client";

import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { FailureAlert } from "../../../../../components/failure-alert.tsx";
import { ReasonedButton } from "../../../../../components/reasoned-button.tsx";
import { ServerAddressField } from "../../../../../components/server-address.tsx";
import { useSystem } from "../../../../../components/systems.tsx";
import type { Failure } from "../../../../../server/failure.ts";
import { MachineChoice } from "../deployment/machine-choice.tsx";
import type { WrittenWish } from "./written-wish.ts";

interface Props {
	readonly title: string;
	readonly wish: WrittenWish;
	/** Enough is written for a plan. */
	readonly complete: boolean;
	readonly busy: boolean;
	readonly failure: Failure | null;
	readonly onChange: (wish: WrittenWish) => void;
	readonly onLook: () => void;
	readonly onClose: () => void;
}

export function UpChoice(props: Props) {
	const { short } = useSystem();
	const { title, wish, complete, busy, failure, onChange, onLook, onClose } = props;
	const { address, serverDir, hostKey, machines, downloadDir } = wish;
	return (
		<Modal opened onClose={onClose} title={title}>
			<Stack>
				<ServerAddressField
					label="Server"
					address={address}
					onChange={(written) => onChange({ ...wish, address: written })}
					first
				/>
				<TextInput
					label="Folder of the server"
					description="Leave empty to find it from the server's own configuration."
					value={serverDir}
					onChange={(event) => onChange({ ...wish, serverDir: event.currentTarget.value })}
					spellCheck={false}
				/>
				<MachineChoice
					kinds={["machines", "group", "all", "nobody"]}
					choice={machines}
					onChange={(choice) => onChange({ ...wish, machines: choice })}
				/>
				{machines.kind !== null && machines.kind !== "nobody" && (
					<TextInput
						label={`Folder of ${short}'s packages`}
						description={`On the same server. Leave empty for the one in ${short}'s own settings.`}
						value={downloadDir}
						onChange={(event) => onChange({ ...wish, downloadDir: event.currentTarget.value })}
						spellCheck={false}
					/>
				)}
				{failure !== null && <FailureAlert failure={failure} />}
				{(failure?.kind === "host-key" || hostKey !== "") && (
					<TextInput
						label="Fingerprint of the server's key"
						description="SHA256:…, as you have read it on the server itself."
						value={hostKey}
						onChange={(event) => onChange({ ...wish, hostKey: event.currentTarget.value })}
						spellCheck={false}
					/>
				)}
				<Group justify="flex-end">
					<Button variant="default" onClick={onClose}>
						Cancel
					</Button>
					<ReasonedButton
						loading={busy}
						reason={complete ? null : "Choose the server and the machines first."}
						onClick={onLook}
					>
						Show the plan
					</ReasonedButton>
				</Group>
			</Stack>
		</Modal>
	);
}
