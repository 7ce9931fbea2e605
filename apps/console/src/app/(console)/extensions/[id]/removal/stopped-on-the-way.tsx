"use client";

import { Alert, List, Text } from "@mantine/core";

interface Props {
	readonly done: readonly string[];
	/** What is done is being found out. */
	readonly looking: boolean;
}

/** After a failure: what is done, and that the rest can be gone on with. */
export function StoppedOnTheWay({ done, looking }: Props) {
	if (looking) return null;
	return (
		<Alert
			color="blue"
			role="status"
			title={done.length === 0 ? "Nothing is removed yet" : "Already done"}
		>
			{done.length > 0 && (
				<List size="sm" spacing={4} mb="xs">
					{done.map((text) => (
						<List.Item key={text}>{text}</List.Item>
					))}
				</List>
			)}
			<Text size="sm">
				What is left is shown above. Fix what failed, then press Remove it again: it continues from
				here.
			</Text>
		</Alert>
	);
}
