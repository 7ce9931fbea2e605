"use client";

import type { ForgettingPreview } from "@graft/services/extensions/forget-extension";
import { Button, Checkbox, Group, Paper, Stack, Text } from "@mantine/core";
import { countOf } from "../../../../../components/numbers.ts";

interface Props extends Pick<ForgettingPreview, "tables"> {
	readonly id: string;
	readonly dropTables: boolean;
	readonly looking: boolean;
	readonly onChoose: (dropTables: boolean) => void;
}

/** Offers the rows as a file before they are dropped. */
export function WhatOfTables({ id, tables, dropTables, looking, onChoose }: Props) {
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	const which = tables.length === 1 ? "its table" : `its ${countOf(tables.length, "table")}`;
	return (
		<Paper withBorder p="md">
			<Stack gap="sm">
				<Checkbox
					label={`Drop ${which} too, with ${countOf(rows, "row")}`}
					description="Otherwise they stay, and the extension uses them when it is activated again."
					checked={dropTables}
					disabled={looking}
					onChange={(event) => onChoose(event.currentTarget.checked)}
				/>
				<Group justify="space-between">
					<Text size="sm" c="dimmed">
						Dropped rows can only be restored from an export.
					</Text>
					{/* By POST, so that the console can tell its own pages from foreign ones. */}
					<form
						method="post"
						target="_blank"
						action={`/api/extensions/${encodeURIComponent(id)}/tables`}
						rel="noopener"
					>
						<Button type="submit" variant="light">
							Download them as SQL
						</Button>
					</form>
				</Group>
			</Stack>
		</Paper>
	);
}
