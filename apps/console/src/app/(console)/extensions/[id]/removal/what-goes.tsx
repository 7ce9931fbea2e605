"use client";

import type { RemovalPreview } from "@graft/services/extensions/remove-extension";
import { List } from "@mantine/core";
import { countOf } from "../../../../../components/numbers.ts";

interface Props extends Pick<RemovalPreview, "plan" | "tables"> {
	readonly id: string;
	/** How many of its archives are kept. */
	readonly versions: number;
	readonly dropTables: boolean;
}

export function WhatGoes({ id, plan, tables, versions, dropTables }: Props) {
	return (
		<List size="sm" spacing={4}>
			<List.Item>Its folder {id} in the extensions folder goes.</List.Item>
			<List.Item>It leaves this list{plan !== null && ", and OCS's console"}.</List.Item>
			{tables.map(({ table, rows }) => (
				<List.Item key={table} {...(dropTables && { fw: 600 })}>
					{dropTables
						? `Drops ${table}, ${countOf(rows, "row")}.`
						: `Its table ${table} stays, with ${countOf(rows, "row")}.`}
				</List.Item>
			))}
			<List.Item>
				{countOf(versions, "archive")} of it {versions === 1 ? "is" : "are"} kept in Graft.
			</List.Item>
			{plan === null && (
				<List.Item>Nothing changes in the inventory's database or on any server.</List.Item>
			)}
		</List>
	);
}
