"use client";

import type { BrokenFolder } from "@graft/services/extensions/mend-of";
import { Button, Code, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { FailureAlert } from "../../../components/failure-alert.tsx";
import { ProblemList } from "../../../components/problem-list.tsx";
import { useAction } from "../../../components/use-action.ts";
import { mend } from "./actions.ts";

interface Props {
	readonly folders: readonly BrokenFolder[];
	readonly mayChange: boolean;
}

/** Folders that nobody imported, or that are not as they were, with the reason and what can be done. */
export function BrokenFolders({ folders, mayChange }: Props) {
	return (
		<Stack component="section" gap="sm" mb="xl" aria-labelledby="broken">
			<Title order={2} size="h4" id="broken">
				Folders that need a decision
			</Title>
			{folders.map((folder) => (
				<Broken key={folder.folder} {...{ folder, mayChange }} />
			))}
		</Stack>
	);
}

function offer({ mend, wouldBecome }: BrokenFolder): { verb: string; said: string } | null {
	const name = wouldBecome ?? "";
	if (mend === "adopt") return { verb: `Adopt it as ${name}`, said: `${name} is adopted.` };
	if (mend === "rename") return { verb: `Rename it to ${name}`, said: `It is now ${name}.` };
	if (mend === "set-aside")
		return { verb: "Set it aside", said: "The folder is set aside, and kept." };
	return null;
}

function Broken({ folder, mayChange }: { folder: BrokenFolder; mayChange: boolean }) {
	const { busy, failure, start } = useAction();
	const offered = offer(folder);
	return (
		<Paper withBorder p="md">
			<Stack gap="sm">
				<Group justify="space-between">
					<Code fz="sm">{folder.folder}</Code>
					{offered !== null && (
						<Button
							variant="light"
							size="xs"
							loading={busy}
							disabled={!mayChange}
							{...(!mayChange && { title: "Only an administrator may do this." })}
							onClick={() => start(() => mend({ folder: folder.folder }), { said: offered.said })}
						>
							{offered.verb}
						</Button>
					)}
				</Group>
				<ProblemList problems={folder.problems} />
				{offered === null && (
					<Text size="sm" c="dimmed">
						Graft leaves it alone. Fix it by hand.
					</Text>
				)}
				{failure !== null && <FailureAlert failure={failure} />}
			</Stack>
		</Paper>
	);
}
