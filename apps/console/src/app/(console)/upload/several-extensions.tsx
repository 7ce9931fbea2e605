"use client";

import type { FoundRoot } from "@graft/core/reading/open-archive";
import { Alert, Button, List, Stack } from "@mantine/core";
import { useSystem } from "../../../components/systems.tsx";

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
						<Root key={path} {...{ path, platform }} />
					))}
				</List>
				<Button onClick={() => onSplit(roots.map(({ path }) => path))}>
					Review them one by one
				</Button>
			</Stack>
		</Alert>
	);
}

function Root({ path, platform }: Pick<FoundRoot, "path" | "platform">) {
	const { name } = useSystem(platform);
	return (
		<List.Item>
			{path}, for {name}
		</List.Item>
	);
}
