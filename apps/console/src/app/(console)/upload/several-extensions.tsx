"use client";

import type { FoundRoot } from "@graft/core/reading/open-archive";
import { Alert, Button, List, Stack } from "@mantine/core";
import { platformName } from "../../../components/platform-name.ts";

interface Props {
	readonly roots: readonly FoundRoot[];
	readonly onSplit: (roots: readonly string[]) => void;
}

/** An archive with several extensions: each gets a review of its own, and can be skipped there. */
export function SeveralExtensions({ roots, onSplit }: Props) {
	return (
		<Alert color="blue" title="This archive holds several extensions">
			<Stack align="flex-start" gap="sm">
				<List size="sm">
					{roots.map(({ path, platform }) => (
						<List.Item key={path}>
							{path}, for {platformName(platform)}
						</List.Item>
					))}
				</List>
				<Button onClick={() => onSplit(roots.map(({ path }) => path))}>
					Review them one by one
				</Button>
			</Stack>
		</Alert>
	);
}
