"use client";

import type { Beginning } from "@graft/core/domain/beginning";
import { Text } from "@mantine/core";
import { More } from "./more.tsx";

/** Which parts of an inventory a server part adds. */
export function Sections({ sections }: { sections: Beginning<string> }) {
	if (sections.count === 0) return null;
	return (
		<>
			<Text size="sm">Inventory sections: {sections.first.join(", ")}</Text>
			<More of={sections} what="section" />
		</>
	);
}
