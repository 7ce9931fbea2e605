"use client";

import { Anchor, Button, Group, Text } from "@mantine/core";
import Link from "next/link";
import { CancelButton } from "./cancel-button.tsx";
import type { Following } from "./use-operation.ts";

interface Props {
	/** Something was begun, which goes on without this dialog. */
	readonly changing: Following | null;
}

/** Cancels as long as nothing was begun. After that it only closes: what was begun goes on. */
export function LeaveButton({ changing, onClose }: Props & { readonly onClose: () => void }) {
	return (
		<Button variant="default" onClick={onClose}>
			{changing === null ? "Cancel" : "Close"}
		</Button>
	);
}

/** What a person must know who closes a dialog meanwhile, what is being done, and the way to its end. */
export function GoesOn({ changing }: Props) {
	if (changing === null) return null;
	const { operation, text } = changing;
	return (
		<div role="status">
			<Text size="sm">
				It is running, and continues if you close this. Operations shows the result.
			</Text>
			{text !== null && (
				<Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
					{text}
				</Text>
			)}
			{operation !== null && (
				<Group mt="xs" gap="md">
					<Anchor component={Link} href={`/operations/${operation}`} size="sm">
						Follow it on its own page
					</Anchor>
					<CancelButton operation={operation} />
				</Group>
			)}
		</div>
	);
}
