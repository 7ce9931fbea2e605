"use client";

import type { Beginning } from "@graft/core/domain/beginning";
import { Code, Text } from "@mantine/core";
import { More } from "./more.tsx";

/** SQL as the package has it; `none` is said where there is nothing. */
export function Statements({ statements, none }: { statements: Beginning<string>; none: string }) {
	if (statements.count === 0) {
		return (
			<Text size="sm" c="dimmed">
				{none}
			</Text>
		);
	}
	return (
		<>
			{statements.first.map((statement, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a package may repeat a statement; their order is what tells them apart.
				<Code key={index} block tabIndex={0} aria-label={`Statement ${index + 1}`}>
					{statement}
				</Code>
			))}
			<More of={statements} what="statement" />
		</>
	);
}
