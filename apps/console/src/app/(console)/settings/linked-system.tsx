"use client";

import type { CheckedLink, LinkState } from "@graft/services/links/check-link";
import { Alert, Button, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Fact, type Tone } from "../../../components/fact.tsx";
import { ProblemList } from "../../../components/problem-list.tsx";
import type { LinkWords } from "./link-words.ts";
import { UnlinkButton } from "./unlink-button.tsx";

const states: Record<LinkState, { word: string; tone: Tone }> = {
	usable: { word: "Usable", tone: "good" },
	unusable: { word: "Not usable", tone: "bad" },
	unreachable: { word: "Unreachable", tone: "bad" },
};

/** What is linked, and what was found when it was asked just now. */
export function LinkedSystem({ kind, check }: { kind: LinkWords; check: CheckedLink }) {
	const { label, source, state, serverVersion, schemaVersion, problems } = check;
	const router = useRouter();
	const [busy, startTransition] = useTransition();
	return (
		<Paper withBorder p="md" component="section" aria-label={`The linked ${kind.noun}`}>
			<Stack>
				<Code block style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>
					{label}
				</Code>
				<Group gap="xl">
					{state !== null && (
						<Fact name="State" tone={states[state].tone}>
							{states[state].word}
						</Fact>
					)}
					{schemaVersion !== null && <Fact name="Schema version">{schemaVersion}</Fact>}
					{serverVersion !== null && <Fact name="Database server">{serverVersion}</Fact>}
				</Group>
				{problems.length > 0 && <ProblemList problems={problems} />}
				{source === "environment" && (
					<Alert color="blue" title={`${kind.variable} names it`}>
						<Text size="sm">
							It takes precedence over a stored link. To link a {kind.noun} here, unset it where
							Graft is started.
						</Text>
					</Alert>
				)}
				<Group justify="flex-end">
					{source === "stored" && label !== null && <UnlinkButton kind={kind} label={label} />}
					<Button
						variant="light"
						loading={busy}
						onClick={() => startTransition(() => router.refresh())}
					>
						Check again
					</Button>
				</Group>
			</Stack>
		</Paper>
	);
}
