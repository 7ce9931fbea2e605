"use client";

import type { Beginning } from "@graft/core/domain/beginning";
import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import { countOf } from "./numbers.ts";

interface Props {
	readonly of: Beginning<unknown>;
	/** One of them: "file". */
	readonly what: string;
	/** How to see the others. */
	readonly children?: ReactNode;
}

/** What stands behind the beginning of a list; nothing where that is all of it. */
export function More({ of: { first, count }, what, children }: Props) {
	if (count <= first.length) return null;
	return (
		<Text size="sm" c="dimmed">
			And {countOf(count - first.length, `more ${what}`)}. {children}
		</Text>
	);
}
