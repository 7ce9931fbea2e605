"use client";

import { List } from "@mantine/core";
import classes from "./plan.module.css";

/** What is good to know of a plan. */
export function PlanNotes({ notes }: { notes: readonly string[] }) {
	if (notes.length === 0) return null;
	return (
		<List size="sm" spacing={4}>
			{notes.map((note) => (
				<List.Item key={note} className={classes.words}>
					{note}
				</List.Item>
			))}
		</List>
	);
}
