"use client";

import { Alert, Code, List } from "@mantine/core";

/** Shown while nothing was imported or adopted yet. */
export function FirstSteps({ folder }: { folder: string }) {
	return (
		<Alert title="What to do first" mb="lg" color="teal">
			What is listed below was found in <Code>{folder}</Code>; Graft has changed nothing there.
			<List size="sm" mt="xs" spacing={4}>
				<List.Item>
					Open one to see its files, its database statements, and what servers and agents would get.
				</List.Item>
				<List.Item>
					Adopt it there: Graft keeps this version, notices changes and can restore it.
				</List.Item>
				<List.Item>Or drop the zip of another extension anywhere on this page.</List.Item>
			</List>
		</Alert>
	);
}
