"use client";

import { useMounted } from "@mantine/hooks";

const inReadersZone = (at: Date): string =>
	at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in the reader's zone; in UTC, and saying so, until the browser has told which that is. */
export function LocalTime({ at }: { at: Date }) {
	const mounted = useMounted();
	const universal = `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
	return (
		<time dateTime={at.toISOString()} title={universal}>
			{mounted ? inReadersZone(at) : universal}
		</time>
	);
}
