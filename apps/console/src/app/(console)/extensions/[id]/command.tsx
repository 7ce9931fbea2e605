"use client";

import { Button, Code, CopyButton, Group } from "@mantine/core";

/** A command to run elsewhere, and a button that copies it. */
export function Command({ text }: { text: string }) {
	return (
		<Group gap="xs" align="stretch">
			<Code block flex={1} miw={220} style={{ whiteSpace: "pre-wrap" }}>
				{text}
			</Code>
			<CopyButton value={text}>
				{({ copied, copy }) => (
					<Button variant="default" h="auto" onClick={copy}>
						{copied ? "Copied" : "Copy"}
					</Button>
				)}
			</CopyButton>
		</Group>
	);
}
