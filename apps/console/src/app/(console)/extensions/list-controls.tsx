"use client";

import { Group, NativeSelect, TextInput } from "@mantine/core";
import { filters, orders, type Wish } from "./arrange.ts";

const choices = (from: Readonly<Record<string, { readonly label: string }>>) =>
	Object.entries(from).map(([value, { label }]) => ({ value, label }));

interface Props {
	readonly wish: Wish;
	readonly onWish: (wish: Wish) => void;
}

/** Finds, filters and sorts the list. */
export function ListControls({ wish, onWish }: Props) {
	return (
		<Group component="search" gap="sm" mb="sm" align="flex-end">
			<TextInput
				type="search"
				label="Find"
				placeholder="Name, id or description"
				flex="1 1 220px"
				value={wish.find}
				onChange={(event) => onWish({ ...wish, find: event.currentTarget.value })}
			/>
			<NativeSelect
				label="Show"
				flex="1 1 130px"
				maw={{ sm: 200 }}
				data={choices(filters)}
				value={wish.show}
				onChange={(event) => onWish({ ...wish, show: event.currentTarget.value as Wish["show"] })}
			/>
			<NativeSelect
				label="Sort by"
				flex="1 1 130px"
				maw={{ sm: 200 }}
				data={choices(orders)}
				value={wish.sort}
				onChange={(event) => onWish({ ...wish, sort: event.currentTarget.value as Wish["sort"] })}
			/>
		</Group>
	);
}
