"use client";

import type { Beginning } from "@graft/core/domain/beginning";
import { Text } from "@mantine/core";
import { More } from "./more.tsx";
import classes from "./placed-files.module.css";

interface Placed {
	readonly from: string;
	readonly to: string;
	/** What there is to say about this one; "" for nothing. */
	readonly note?: string;
}

/** Which file of the package goes where. */
export function PlacedFiles({ files, none }: { files: Beginning<Placed>; none: string }) {
	if (files.count === 0) {
		return (
			<Text size="sm" c="dimmed">
				{none}
			</Text>
		);
	}
	return (
		<>
			<ul className={classes.files}>
				{files.first.map(({ from, to, note = "" }) => (
					<li key={`${from} ${to}`}>
						<code>{from}</code>
						<div>
							<div className={classes.to}>
								<span aria-hidden="true">→</span>
								<code>{to}</code>
							</div>
							{note !== "" && <span className={classes.note}>{note}</span>}
						</div>
					</li>
				))}
			</ul>
			<More of={files} what="file" />
		</>
	);
}
