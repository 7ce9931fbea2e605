"use client";

import { Text } from "@mantine/core";
import { countOf } from "../../../components/numbers.ts";

/** That other archives come after the one that is shown. */
export function Waiting({ count }: { count: number }) {
	if (count === 0) return null;
	return (
		<Text size="sm" c="dimmed">
			{countOf(count, "more archive")} {count === 1 ? "comes" : "come"} after this one.
		</Text>
	);
}
