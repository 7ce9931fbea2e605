"use client";

import { Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import type { Failure } from "../../../server/failure.ts";
import type { Way } from "./send-archive.ts";
import { Waiting } from "./waiting.tsx";

interface Props {
	readonly fileName: string;
	/** null where it could not be read. */
	readonly way: Way | null;
	readonly failure: Failure | null;
	/** How many archives come after this one. */
	readonly waiting: number;
	readonly onClose: () => void;
}

export function SendingDialog({ fileName, way, failure, waiting, onClose }: Props) {
	return (
		<Modal
			opened
			onClose={onClose}
			title={failure === null ? "Reading the archive" : "The archive could not be read"}
			closeOnClickOutside={false}
		>
			<Stack>
				<Text style={{ overflowWrap: "anywhere" }}>{fileName}</Text>
				{way !== null && <OnTheWay {...way} />}
				{failure !== null && <FailureAlert failure={failure} />}
				<Waiting count={waiting} />
				<Group justify="flex-end">
					<Button variant="default" onClick={onClose}>
						{failure === null ? "Cancel" : waiting > 0 ? "Next" : "Close"}
					</Button>
				</Group>
			</Stack>
		</Modal>
	);
}

function OnTheWay({ fraction, isWaiting }: Way) {
	const percent = Math.round(fraction * 100);
	return (
		<>
			<Progress value={percent} animated={percent === 100} aria-label={`Uploaded ${percent} %`} />
			{isWaiting && (
				<Text size="sm" c="dimmed" role="status">
					Waiting: the console reads only a few uploads at once, and others came first.
				</Text>
			)}
		</>
	);
}
