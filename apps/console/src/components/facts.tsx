"use client";

import type { ReactNode } from "react";
import classes from "./facts.module.css";

/** Names and values, in two columns; what has no value is left out. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
	return (
		<dl className={classes.facts}>
			{facts.map(([name, value]) =>
				value === null || value === "" ? null : (
					<div key={name}>
						<dt>{name}</dt>
						<dd>{value}</dd>
					</div>
				),
			)}
		</dl>
	);
}
