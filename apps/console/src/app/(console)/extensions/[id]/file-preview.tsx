"use client";

import { Alert, Anchor, Code, Group, Loader, Modal, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { formatBytes } from "../../../../components/numbers.ts";

interface Props {
	readonly id: string;
	readonly file: { readonly path: string; readonly bytes: number; readonly sha256: string };
	readonly onClose: () => void;
}

type Preview = { readonly text: string } | { readonly refusal: string };

async function readText(address: string, signal: AbortSignal): Promise<Preview> {
	const response = await fetch(address, { signal });
	if (response.ok) return { text: await response.text() };
	if (response.status === 415) return { refusal: "This file is not text." };
	return { refusal: "The file could not be read. Reload the page and try again." };
}

/** The text of one file, as text and nothing else. */
export function FilePreview({ id, file, onClose }: Props) {
	const address = `/api/extensions/${encodeURIComponent(id)}/files/${file.sha256}`;
	const [read, setRead] = useState<Preview | null>(null);
	useEffect(() => {
		const controller = new AbortController();
		readText(address, controller.signal).then(setRead, () => undefined);
		return () => controller.abort();
	}, [address]);
	return (
		<Modal opened onClose={onClose} size="xl" title={file.path}>
			<Stack gap="sm">
				<Group justify="space-between">
					<Text size="sm" c="dimmed">
						{formatBytes(file.bytes)}
					</Text>
					<Anchor href={address} target="_blank" rel="noreferrer" size="sm">
						Open as plain text
					</Anchor>
				</Group>
				<Text size="xs" c="dimmed" style={{ overflowWrap: "anywhere" }}>
					SHA-256 {file.sha256}
				</Text>
				{read === null && <Loader size="sm" />}
				{read !== null && "refusal" in read && <Alert color="orange">{read.refusal}</Alert>}
				{read !== null && "text" in read && (
					<Code block tabIndex={0} aria-label={`Text of ${file.path}`}>
						{read.text}
					</Code>
				)}
			</Stack>
		</Modal>
	);
}
