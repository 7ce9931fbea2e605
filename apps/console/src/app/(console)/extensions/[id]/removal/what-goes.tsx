"use client";

import {
	agentsPlanIn,
	folderPlanIn,
	groupsPlanIn,
	serverPlansIn,
	tablesPlanIn,
} from "@graft/services/way/place-plan";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { List } from "@mantine/core";
import { countOf } from "../../../../../components/numbers.ts";
import { useSystem } from "../../../../../components/systems.tsx";

interface Props {
	readonly id: string;
	readonly plan: RemovalPlan;
	/** How many of its archives are kept. */
	readonly versions: number;
	readonly dropTables: boolean;
}

export function WhatGoes({ id, plan, versions, dropTables }: Props) {
	const { short } = useSystem();
	const { places, tables } = plan;
	const servers = serverPlansIn(places);
	const isInDatabase = tablesPlanIn(places) !== null;
	const pushed = folderPlanIn(places);
	const bound = groupsPlanIn(places);
	return (
		<List size="sm" spacing={4}>
			{agentsPlanIn(places) !== null && (
				<List.Item>It is withdrawn from {short}'s deployment, with its packages.</List.Item>
			)}
			{bound !== null && (
				<List.Item style={{ overflowWrap: "anywhere" }}>
					No group is bound to it any more in {bound.api}.
				</List.Item>
			)}
			{pushed !== null && (
				<List.Item style={{ overflowWrap: "anywhere" }}>
					Its folder is removed from {pushed.repository}.
				</List.Item>
			)}
			{servers.map(({ server, place }) => (
				<List.Item key={`${server} ${place.key}`} style={{ overflowWrap: "anywhere" }}>
					Its server part is uninstalled from {server}.
				</List.Item>
			))}
			{tables.map(({ table, rows }) => (
				<List.Item key={table} {...(dropTables && { fw: 600 })}>
					{dropTables
						? `Drops ${table}, ${countOf(rows, "row")}.`
						: `Its table ${table} stays, with ${countOf(rows, "row")}.`}
				</List.Item>
			))}
			<List.Item>Its folder {id} is removed from the extensions folder.</List.Item>
			<List.Item>
				It leaves this list{isInDatabase && `, and is no longer active in ${short}`}.
			</List.Item>
			<List.Item>
				{countOf(versions, "archive")} of it {versions === 1 ? "is" : "are"} kept in Graft.
			</List.Item>
			{!isInDatabase && servers.length === 0 && pushed === null && bound === null && (
				<List.Item>Nothing changes in the inventory's database or on any server.</List.Item>
			)}
		</List>
	);
}
