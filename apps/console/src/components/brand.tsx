"use client";

import { Group, Text } from "@mantine/core";

/** The name with its mark: a scion set into a stem. */
export function Brand() {
	return (
		<Group gap={8} wrap="nowrap">
			<svg width="22" height="22" viewBox="0 0 22 22" fill="none" aria-hidden="true">
				<path
					d="M11 21V9M11 13C6 13 3.5 10 3.5 5.500 8 5.500 11 8 11 13Zm0-3c0-4 2.500-7.500 7.500-8.500.500 5-2.500 8.500-7.500 8.500Z"
					stroke="var(--mantine-primary-color-filled)"
					strokeWidth="2"
					strokeLinejoin="round"
					strokeLinecap="round"
				/>
			</svg>
			<Text span fw={700} size="lg">
				Graft
			</Text>
		</Group>
	);
}
