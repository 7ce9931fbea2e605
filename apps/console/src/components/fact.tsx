"use client";

import type { ReactNode } from "react";
import classes from "./fact.module.css";

export type Tone = "good" | "bad" | "plain";

interface Props {
	readonly name: string;
	readonly tone?: Tone;
	readonly children: ReactNode;
}

/** One fact about an extension, under its name. The tone only repeats what the words say. */
export function Fact({ name, tone = "plain", children }: Props) {
	return (
		<div className={classes.fact}>
			<div className={classes.name}>{name}</div>
			<div className={classes.value} data-tone={tone}>
				{children}
			</div>
		</div>
	);
}
