"use client";

import type { RemovalPlan } from "@graft/services/way/removal-plan";
import { Alert, Text } from "@mantine/core";
import { ProblemList } from "../../../../../components/problem-list.tsx";
import { RemovalPlanView } from "./removal-plan.tsx";
import type { RemovalWish } from "./removal-wish.ts";
import { WhatGoes } from "./what-goes.tsx";
import { WhatOfTables } from "./what-of-tables.tsx";

interface Props {
	readonly id: string;
	readonly plan: RemovalPlan;
	/** What it is the plan for. */
	readonly wish: RemovalWish;
	/** How many of its archives are kept. */
	readonly versions: number;
	readonly looking: boolean;
	/** Codes of warnings that were accepted. */
	readonly ticked: readonly string[];
	readonly onTick: (code: string, accepted: boolean) => void;
	readonly onLook: (wish: RemovalWish) => void;
}

/** What goes and what stays, what is to be decided, and then each step. */
export function RemovalReview(props: Props) {
	const { id, plan, wish, versions, looking, ticked, onTick, onLook } = props;
	const { tables, notes, problems } = plan;
	const { dropTables, place } = wish;
	return (
		<>
			<WhatGoes {...{ id, plan, versions, dropTables }} />
			{notes.length > 0 && (
				<Alert color="orange" role="status" title="What stays">
					{notes.map((note) => (
						<Text key={note} size="sm" style={{ overflowWrap: "anywhere" }}>
							{note}
						</Text>
					))}
				</Alert>
			)}
			{tables.length > 0 && (
				<WhatOfTables
					{...{ id, tables, dropTables, looking }}
					onChoose={(drop) => onLook({ ...wish, dropTables: drop })}
				/>
			)}
			{problems.length > 0 && (
				<ProblemList problems={problems} accepted={ticked} onAccept={onTick} />
			)}
			<RemovalPlanView
				{...{ plan, place, looking }}
				onLook={(elsewhere) => onLook({ ...wish, place: elsewhere })}
			/>
		</>
	);
}
