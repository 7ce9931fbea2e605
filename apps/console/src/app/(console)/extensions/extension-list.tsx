"use client";

import { EmptyState, Pagination, Paper, Text } from "@mantine/core";
import { countOf, formatCount } from "../../../components/numbers.ts";
import { pageSize, type Wish } from "./arrange.ts";
import { ListControls } from "./list-controls.tsx";
import { ListRows } from "./list-rows.tsx";
import type { ExtensionRow } from "./row-of.ts";
import { useWish } from "./use-wish.ts";

/** Fewer are seen at a glance. */
const worthFinding = 6;

interface Props {
	/** Those of this page. */
	readonly extensions: readonly ExtensionRow[];
	readonly addressed: Wish;
	/** On all pages. */
	readonly found: number;
	readonly total: number;
}

export function ExtensionList({ extensions, addressed, found, total }: Props) {
	const { wish, isWaiting, show } = useWish(addressed);
	if (total === 0) {
		return (
			<Paper withBorder p="xl">
				<EmptyState
					title="No extension yet"
					description="Drop the zip of one here, as you downloaded it. You see what it would do before anything is written."
				/>
			</Paper>
		);
	}
	const pages = Math.ceil(found / pageSize);
	return (
		<>
			{total >= worthFinding && (
				<ListControls wish={wish} onWish={(wished) => show({ ...wished, page: 1 })} />
			)}
			<Text role="status" size="sm" c="dimmed" mb={found === total ? 0 : "sm"}>
				{found < total && `${formatCount(found)} of ${countOf(total, "extension")} shown.`}
			</Text>
			<div aria-busy={isWaiting}>{extensions.length > 0 && <ListRows {...{ extensions }} />}</div>
			{pages > 1 && (
				<Pagination
					mt="md"
					total={pages}
					value={addressed.page}
					onChange={(page) => show({ ...wish, page })}
					getControlProps={(control) => ({ "aria-label": `${control} page` })}
				/>
			)}
		</>
	);
}
