"use client";

import { Button, Group, Modal, Progress, Stack, Text } from "@mantine/core";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import type { Failure } from "../../../server/failure.ts";

interface Props {
	readonly fileName: string;
	/** 0 to 1, of the bytes that left the browser. */
	readonly fraction: number;
	readonly failure: Failure | null;
	readonly onClose: () => void;
}

export function SendingDialog({ fileName, fraction, failure, onClose }: Props) {
	const percent = Math.round(fraction * 100);
	return (
		<Modal
			opened
			onClose={onClose}
			title={failure === null ? "Reading the archive" : "The archive could not be read"}
			closeOnClickOutside={false}
		>
			<Stack>
				<Text style={{ overflowWrap: "anywhere" }}>{fileName}</Text>
				{failure === null ? (
					<Progress
						value={percent}
						animated={percent === 100}
						aria-label={`Uploaded ${percent} %`}
					/>
				) : (
					<FailureAlert failure={failure} />
				)}
				<Group justify="flex-end">
					<Button variant="default" onClick={onClose}>
						{failure === null ? "Cancel" : "Close"}
					</Button>
				</Group>
			</Stack>
		</Modal>
	);
}
