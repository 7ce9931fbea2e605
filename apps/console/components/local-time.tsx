"use client";

import { useMounted } from "@mantine/hooks";

const inReadersZone = (at: Date): string =>
	at.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in the reader's zone; in UTC, and saying so, until the browser has told which that is. */
export function LocalTime({ at }: { at: string }) {
	const mounted = useMounted();
	const moment = new Date(at);
	const universal = `${moment.toISOString().slice(0, 16).replace("T", " ")} UTC`;
	return (
		<time dateTime={at} title={universal}>
			{mounted ? inReadersZone(moment) : universal}
		</time>
	);
}
