"use client";

import { Code, Text } from "@mantine/core";

/** SQL as the package has it; `none` is said where there is nothing. */
export function Statements({ statements, none }: { statements: readonly string[]; none: string }) {
	if (statements.length === 0) {
		return (
			<Text size="sm" c="dimmed">
				{none}
			</Text>
		);
	}
	return statements.map((statement, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a package may repeat a statement; their order is what tells them apart.
		<Code key={index} block tabIndex={0} aria-label={`Statement ${index + 1}`}>
			{statement}
		</Code>
	));
}
