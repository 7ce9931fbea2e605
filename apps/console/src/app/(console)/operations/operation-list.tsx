"use client";

import type { OperationView } from "@graft/services/operations/operation-view";
import { Anchor, Paper, Stack, Text, Title } from "@mantine/core";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { LocalTime } from "../../../components/local-time.tsx";
import { kindText, stateText } from "../../../components/operation-words.ts";

const lookEveryMs = 3_000;

/** Those that run first; looked at again for as long as somebody sees it. */
export function OperationList({ operations }: { operations: readonly OperationView[] }) {
	const router = useRouter();
	useEffect(() => {
		const look = () => {
			if (document.visibilityState !== "hidden") router.refresh();
		};
		const looking = setInterval(look, lookEveryMs);
		return () => clearInterval(looking);
	}, [router]);
	return (
		<Stack>
			<Title order={1} size="h2">
				Operations
			</Title>
			{operations.length === 0 && (
				<Text size="sm" c="dimmed">
					There are no operations yet.
				</Text>
			)}
			{operations.map(({ id, kind, extensionId, state, actor, startedAt, server, outcome }) => (
				<Paper key={id} withBorder p="sm" component="article">
					<Anchor component={Link} href={`/operations/${id}`} fw={600} size="sm">
						{kindText(kind)} of {extensionId || "an archive"}
					</Anchor>
					<Text size="sm">
						{stateText(state)} ·{" "}
						<Text span c="dimmed">
							<LocalTime at={startedAt} /> by {actor}
							{server !== null && ` on ${server}`}
						</Text>
					</Text>
					{outcome !== null && (
						<Text size="sm" style={{ overflowWrap: "anywhere" }}>
							{outcome}
						</Text>
					)}
				</Paper>
			))}
		</Stack>
	);
}
