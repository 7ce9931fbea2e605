"use client";

import { Button, Text } from "@mantine/core";

interface Props {
	/** Something was begun, and cannot be called back from here. */
	readonly changing: boolean;
}

/** Cancels as long as nothing was begun. After that it only closes: what was begun goes on. */
export function LeaveButton({ changing, onClose }: Props & { readonly onClose: () => void }) {
	return (
		<Button variant="default" onClick={onClose}>
			{changing ? "Close" : "Cancel"}
		</Button>
	);
}

/** What a person must know who closes a dialog meanwhile. */
export function GoesOn({ changing }: Props) {
	if (!changing) return null;
	return (
		<Text size="sm" role="status">
			It is being done, and goes on when you close this. What came of it stands in the extension's
			History.
		</Text>
	);
}
